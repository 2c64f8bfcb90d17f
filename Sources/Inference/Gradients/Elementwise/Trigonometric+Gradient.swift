import Foundation

extension Sin: DifferentiableFunction { func derivative(at x: Double) -> Double { cos(x) } }
extension Cos: DifferentiableFunction { func derivative(at x: Double) -> Double { -sin(x) } }
extension Tan: DifferentiableFunction { func derivative(at x: Double) -> Double { 1 + tan(x) * tan(x) } }
extension Asin: DifferentiableFunction { func derivative(at x: Double) -> Double { 1 / (1 - x * x).squareRoot() } }
extension Acos: DifferentiableFunction { func derivative(at x: Double) -> Double { -1 / (1 - x * x).squareRoot() } }
extension Atan: DifferentiableFunction { func derivative(at x: Double) -> Double { 1 / (1 + x * x) } }
