/// A time as the kernel's structure has it: `{tv_sec=1, tv_nsec=500000000}`.
struct TimeText {
  let text: String

  /// Reads a time.
  ///
  /// - Parameters:
  ///   - words: Its bytes.
  ///   - wordSize: The size of each of its two numbers.
  init(_ words: MemoryWords, wordSize: Int) {
    let numbers = [0, wordSize].map { offset in
      let bits = words.number(at: offset, size: wordSize)
      return wordSize == 4
        ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    }
    text = "{tv_sec=\(numbers[0]), tv_nsec=\(numbers[1])}"
  }
}
