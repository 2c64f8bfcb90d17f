import Language

/// Every command there is.
package enum CommandCatalog {
    /// In alphabetical order.
    package static let all: [any Command.Type] = [
        AblateCommand.self,
        CamCommand.self,
        CompareCommand.self,
        ConvolveCommand.self,
        DescribeCommand.self,
        DreamCommand.self,
        FindCommand.self,
        GridCommand.self,
        HelpCommand.self,
        HistoryCommand.self,
        InvertCommand.self,
        KeepCommand.self,
        LayerCommand.self,
        LayersCommand.self,
        LoadCommand.self,
        NearestCommand.self,
        NetCommand.self,
        OccludeCommand.self,
        PauseCommand.self,
        PixelsCommand.self,
        PredictCommand.self,
        ProfileCommand.self,
        QuitCommand.self,
        ResetCommand.self,
        RestoreCommand.self,
        RfCommand.self,
        RunCommand.self,
        SaliencyCommand.self,
        SaveCommand.self,
        SayCommand.self,
        ScaleCommand.self,
        SetCommand.self,
        ShowCommand.self,
        SwapCommand.self,
        SweepCommand.self,
        TimeCommand.self,
        TopCommand.self,
        TuneCommand.self,
        UndoCommand.self,
        WatchCommand.self,
        WhyCommand.self,
    ]

    /// What the parser has to know of the commands.
    package static let vocabulary = Vocabulary(
        Dictionary(all.map { ($0.name, $0.signature.syntax) }, uniquingKeysWith: { first, _ in first }))

    package static func command(named name: String) -> (any Command.Type)? { all.first { $0.name == name } }
}
