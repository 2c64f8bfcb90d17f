import Inference
import Language

/// `set [NAME [VALUE]] [clauses]`: shows and changes settings.
enum SetCommand: Command {
    static let name = "set"
    static let summary = "shows the settings, or changes one; 'auto' lets the program decide"
    static let signature = Signature(
        [
            .optional("NAME", .setting, "the setting"),
            .optional("VALUE", .settingValue, "its new value, or 'auto'"),
        ], clauses: inputClauses.map { $0.about("input") })
    static let examples = [
        Example("set", "shows all settings"),
        Example("set colormap magma", "draws maps in another color map"),
        Example("set width auto", "gives the decision back to the program"),
        Example("set input mean 0.5 std 0.5 fit pad", "feeds pictures to the current network in another way", after: "load digits"),
        Example("set input auto", "feeds them as the network's maker did", after: "load digits"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let name = arguments.text("NAME"), let setting = SettingCatalog.setting(named: name) else {
            let rows = SettingCatalog.all.map { [$0.name, shown($0, in: session), $0.summary] }
            session.emit(.table(Table([.left("setting"), .left("value"), .left("meaning")], rows: rows)))
            return nil
        }
        switch name {
        case "input": try setInput(arguments, in: session)
        case "labels": try setLabels(arguments, in: session)
        default: try set(setting, arguments, in: session)
        }
        return nil
    }

    private static func set(_ setting: Setting, _ arguments: Arguments, in session: Session) throws {
        let name = setting.name
        guard let value = arguments.value("VALUE"), let range = arguments["VALUE"]?.range else {
            session.emit(.text("\(name): \(shown(setting, in: session))"))
            return
        }
        if value.description == "auto" {
            session.settings.restore(name)
            return
        }
        let evaluator = ExpressionEvaluator(session: session, source: arguments.source)
        let word = ArgumentWord(.quoted(value.description), range)
        _ = try WordReader(evaluator: evaluator).read(word, as: setting.type)
        if name == "engine", let choice = KernelChoice(rawValue: value.description), !KernelChoice.supported.contains(choice) {
            let names = KernelChoice.supported.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw arguments.error(
                "expected kernels that this processor runs, found '\(choice.rawValue)'", at: "VALUE", help: "it runs \(names)")
        }
        session.settings.set(name, to: value.description)
    }

    private static func shown(_ setting: Setting, in session: Session) -> String {
        if setting.name == "input" { return inputText(in: session) }
        if setting.name == "labels" { return labelsText(in: session) }
        let text = session.settings.text(setting.name)
        return text.isEmpty ? "auto" : text
    }
}
