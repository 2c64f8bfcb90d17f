/// A figure as a page that needs no other file: the drawing, its caption, and all of it in words.
package struct HTMLDocument {
    package let text: String

    /// - Throws: `ImageError` where a picture cannot be encoded.
    package init(_ figure: Figure) throws(ImageError) {
        let caption = XMLText.escaped(figure.caption)
        let words = XMLText.escaped((figure.textTwin + figure.details).joined(separator: "\n"))
        text = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(caption)</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
            figure { margin: 0 }
            svg { max-width: 100%; height: auto }
            pre { overflow-x: auto }
            </style>
            <figure>
            \(try SVGDocument(figure).text)<figcaption>\(caption)</figcaption>
            </figure>
            <details>
            <summary>In words</summary>
            <pre>\(words)</pre>
            </details>
            </html>

            """
    }
}
