import Foundation

extension Sinh: DifferentiableFunction { func derivative(at x: Double) -> Double { cosh(x) } }
extension Cosh: DifferentiableFunction { func derivative(at x: Double) -> Double { sinh(x) } }
extension Asinh: DifferentiableFunction { func derivative(at x: Double) -> Double { 1 / (x * x + 1).squareRoot() } }
extension Acosh: DifferentiableFunction { func derivative(at x: Double) -> Double { 1 / (x * x - 1).squareRoot() } }
extension Atanh: DifferentiableFunction { func derivative(at x: Double) -> Double { 1 / (1 - x * x) } }
