import Language

/// `set [NAME [VALUE]]`: shows and changes settings.
enum SetCommand: Command {
    static let name = "set"
    static let summary = "shows the settings, or changes one; 'auto' lets the program decide"
    static let signature = Signature([
        .optional("NAME", .setting, "the setting"),
        .optional("VALUE", .settingValue, "its new value, or 'auto'"),
    ])
    static let examples = [
        Example("set", "shows all settings"),
        Example("set colormap magma", "draws maps in another color map"),
        Example("set width auto", "gives the decision back to the program"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let name = arguments.text("NAME"), let setting = SettingCatalog.setting(named: name) else {
            let rows = SettingCatalog.all.map { [$0.name, shown($0, in: session), $0.summary] }
            session.emit(.table(Table([.left("setting"), .left("value"), .left("meaning")], rows: rows)))
            return nil
        }
        guard let value = arguments.value("VALUE"), let range = arguments["VALUE"]?.range else {
            session.emit(.text("\(name): \(shown(setting, in: session))"))
            return nil
        }
        if value.description == "auto" {
            session.settings.restore(name)
            return nil
        }
        let evaluator = ExpressionEvaluator(session: session, source: arguments.source)
        let word = ArgumentWord(.quoted(value.description), range)
        _ = try WordReader(evaluator: evaluator).read(word, as: setting.type)
        session.settings.set(name, to: value.description)
        return nil
    }

    private static func shown(_ setting: Setting, in session: Session) -> String {
        let text = session.settings.text(setting.name)
        return text.isEmpty ? "auto" : text
    }
}
