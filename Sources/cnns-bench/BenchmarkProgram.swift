import ArgumentParser

/// Measures the laboratory beside what people use today, in one sitting on one machine.
@main struct BenchmarkProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cnns-bench",
        abstract: "Measures cnns beside other programs, run by run.",
        discussion: """
            Every pair is measured in alternation, so that whatever else the machine does disturbs both alike.
            Medians say what to expect, minima what the machine can do.
            Do not run it under nice: Dispatch gives its workers the usual priority, so that only half of cnns would have the other.
            """,
        subcommands: [
            ForwardSubcommand.self, GradientSubcommand.self, OcclusionSubcommand.self, SweepSubcommand.self, ColdSubcommand.self,
            EncodeSubcommand.self, EncodeOneSubcommand.self, GridSubcommand.self, GridOneSubcommand.self, LoadSubcommand.self,
            LoadOneSubcommand.self, AgreementSubcommand.self, PromptSubcommand.self, StartSubcommand.self, BusySubcommand.self,
            GrowthSubcommand.self, GrowthOneSubcommand.self,
        ])
}
