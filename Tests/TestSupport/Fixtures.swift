/// Where the files that tests read stand.
package enum Fixtures {
    /// `Tests/Fixtures/`, whatever the current directory is.
    package static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") + "/Fixtures/"

    /// The path of a file that is as it should be.
    package static func good(_ name: String) -> String { folder + "good/" + name }

    /// The path of a file that nobody should trust.
    package static func bad(_ name: String) -> String { folder + "bad/" + name }
}
