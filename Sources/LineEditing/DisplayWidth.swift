import CLibEdit
import Glibc

/// How many cells of a terminal a text takes, by the C library's own table.
package enum DisplayWidth {
    /// Cells; characters that do not print take none.
    package static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    /// The text, ended with an ellipsis when it is wider than `cells`.
    package static func cut(_ text: String, toCells cells: Int) -> String {
        guard of(text) > cells else { return text }
        var kept = ""
        var used = 1
        for character in text {
            used += of(String(character))
            if used > cells { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// Makes the C library's idea of characters UTF-8, whatever the environment says.
    static func chooseUTF8() {
        setlocale(LC_CTYPE, "")
        let encoding = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
        if encoding != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
    }

    private static let utf8Once: Void = chooseUTF8()

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F ? 1 : 0 }
        _ = utf8Once
        return max(0, Int(wcwidth(wchar_t(scalar.value))))
    }
}
