extension Compress: RoutingOperator {}

extension ReverseSequence: RoutingOperator {}
