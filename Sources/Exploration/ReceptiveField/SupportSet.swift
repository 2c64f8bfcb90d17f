/// A set of places along several axes, exactly: boxes that share no place.
package struct SupportSet: Sendable, Equatable {
}
