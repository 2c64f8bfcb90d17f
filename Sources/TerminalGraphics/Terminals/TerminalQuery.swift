import Imaging

/// The one question that a terminal is asked: several at once, the last of which every terminal answers.
package enum TerminalQuery {
    /// The bytes to write.
    ///
    /// Inside a multiplexer the kitty question is left out: tmux takes it for the pane's title. The others are harmless:
    /// terminals pass over control sequences they do not know.
    ///
    /// Source: kitty's documentation, "Querying support"; XTerm Control Sequences: CSI Ps t (14, 16, 18), XTVERSION, XTSMGRAPHICS,
    /// OSC 11, DA1.
    ///
    /// - Parameter sharedMemory: The name of memory with one pixel, three bytes, to find out whether the terminal can read it.
    package static func bytes(asksKitty: Bool, sharedMemory: String? = nil) -> [UInt8] {
        var kitty = ""
        if asksKitty {
            kitty = "\u{1B}_Gi=\(kittyImageID),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
            if let sharedMemory {
                kitty += "\u{1B}_Gi=\(sharedImageID),s=1,v=1,a=q,t=s,f=24;\(Base64.text(of: Array(sharedMemory.utf8)))\u{1B}\\"
            }
        }
        let cellAndWindow = "\u{1B}[16t\u{1B}[14t\u{1B}[18t"
        let name = "\u{1B}[>q"
        let sixelRegistersAndLimit = "\u{1B}[?1;1;0S\u{1B}[?2;4;0S"
        let background = "\u{1B}]11;?\u{1B}\\"
        let fence = "\u{1B}[c"
        return Array((kitty + cellAndWindow + name + sixelRegistersAndLimit + background + fence).utf8)
    }

    /// The image that the kitty question is about; its answer repeats the number.
    static let kittyImageID = 31
    /// The same for the question about shared memory.
    package static let sharedImageID = 32
}
