/// Marks by which a terminal tells prompt, input and results apart, so that it can jump between prompts and select a result.
///
/// Source: FinalTerm's semantic prompts, OSC 133, as iTerm2, kitty, WezTerm, foot, Konsole and VS Code have them.
enum PromptMark {
    /// `redraw=0`: after a change of size the prompt is drawn again here; kitty would take it away otherwise.
    static let promptBegins = "\u{1B}]133;A;redraw=0\u{1B}\\"
    static let inputBegins = "\u{1B}]133;B\u{1B}\\"
    static let resultBegins = "\u{1B}]133;C\u{1B}\\"

    static func resultEnds(status: Int) -> String { "\u{1B}]133;D;\(status)\u{1B}\\" }
}
