/// Writes down what a policy decides, in one format.
///
/// A draft is not trusted: whoever asks for it reads it again, by the rules of the format, and proves
/// that it decides the same.
package protocol PolicyWriter: Sendable {
  /// Texts that may say it, the most readable one first.
  ///
  /// - Parameter meaning: What is decided.
  /// - Returns: The texts.
  /// - Throws: ``WritingError`` where the format cannot say it.
  func drafts(of meaning: PolicyMeaning) throws(WritingError) -> [String]
}
