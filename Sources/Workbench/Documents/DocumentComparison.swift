/// Compares a document with what it would be now: text word by word, numbers but for rounding, figures by the numbers behind them.
package enum DocumentComparison {
    /// What differs first, in words; `nil` where both say the same.
    package static func difference(from expected: Document, to found: Document) -> String? {
        guard expected.cells.count == found.cells.count else {
            return "expected \(found.cells.count) cells, found \(expected.cells.count)"
        }
        for (index, (old, new)) in zip(expected.cells, found.cells).enumerated() {
            if let difference = difference(from: old, to: new) { return "in cell \(index + 1): \(difference)" }
        }
        return nil
    }

    private static func difference(from old: DocumentCell, to new: DocumentCell) -> String? {
        guard old.kind == new.kind, old.source == new.source, old.title == new.title else { return "the text is another" }
        let (oldOutputs, newOutputs) = (merged(old.outputs), merged(new.outputs))
        guard oldOutputs.count == newOutputs.count else { return "it showed \(oldOutputs.count) things, now \(newOutputs.count)" }
        for (old, new) in zip(oldOutputs, newOutputs) {
            switch (old, new) {
            case (.figure(let old), .figure(let new)):
                guard let oldMark = old.mark, let newMark = new.mark else { return "a figure says nothing of its numbers" }
                if let difference = oldMark.difference(to: newMark) { return "the figure '\(new.caption)': \(difference)" }
            case (.figure, _), (_, .figure): return "what was a figure is none now, or the reverse"
            default:
                let (oldWords, newWords) = (DocumentText.words(of: old), DocumentText.words(of: new))
                if !ApproximateText.agree(oldWords, newWords) { return "it said '\(oldWords.prefix(200))', now '\(newWords.prefix(200))'" }
            }
        }
        return nil
    }

    /// Texts and tables that follow one another, as one text: documents do not keep them apart.
    private static func merged(_ outputs: [CellOutput]) -> [CellOutput] {
        var merged: [CellOutput] = []
        for output in outputs {
            switch output {
            case .text, .table:
                let words = DocumentText.words(of: output)
                if case .text(let before)? = merged.last {
                    merged[merged.count - 1] = .text(before + "\n" + words)
                } else {
                    merged.append(.text(words))
                }
            case .result, .diagnostic, .figure: merged.append(output)
            }
        }
        return merged
    }
}
