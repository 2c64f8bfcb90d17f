import Foundation

extension Exp: DifferentiableFunction { func derivative(at x: Double) -> Double { exp(x) } }
extension Log: DifferentiableFunction { func derivative(at x: Double) -> Double { 1 / x } }
extension Sqrt: DifferentiableFunction { func derivative(at x: Double) -> Double { 0.5 / x.squareRoot() } }
extension Reciprocal: DifferentiableFunction { func derivative(at x: Double) -> Double { -1 / (x * x) } }
extension Erf: DifferentiableFunction { func derivative(at x: Double) -> Double { 2 / Double.pi.squareRoot() * exp(-x * x) } }
