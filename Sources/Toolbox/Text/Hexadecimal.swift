/// A number as `0x` and hexadecimal digits, without leading zeros.
///
/// - Parameter value: The number, which is not negative.
/// - Returns: The text.
package func hexadecimal(_ value: some UnsignedInteger) -> String {
  "0x" + String(value, radix: 16)
}
