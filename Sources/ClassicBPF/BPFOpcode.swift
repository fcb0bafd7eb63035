/// The numbers that make up an instruction's `code`, from linux/bpf_common.h and linux/filter.h.
///
/// This is the only place where they are spelled as numbers.
enum BPFOpcode {
  // MARK: Class, bits 0 to 2

  /// The bits of the class: `BPF_CLASS`.
  static let classMask: UInt16 = 0x07
  /// Load the accumulator: `BPF_LD`.
  static let load: UInt16 = 0x00
  /// Load the index register: `BPF_LDX`.
  static let loadIndex: UInt16 = 0x01
  /// Store the accumulator: `BPF_ST`.
  static let store: UInt16 = 0x02
  /// Store the index register: `BPF_STX`.
  static let storeIndex: UInt16 = 0x03
  /// Compute: `BPF_ALU`.
  static let alu: UInt16 = 0x04
  /// Jump: `BPF_JMP`.
  static let jump: UInt16 = 0x05
  /// Return: `BPF_RET`.
  static let `return`: UInt16 = 0x06
  /// Move between the registers: `BPF_MISC`.
  static let misc: UInt16 = 0x07

  // MARK: Size of a load, bits 3 and 4

  /// 32 bits: `BPF_W`.
  static let word: UInt16 = 0x00

  // MARK: Mode of a load, bits 5 to 7

  /// A constant: `BPF_IMM`.
  static let immediate: UInt16 = 0x00
  /// An offset in the data: `BPF_ABS`.
  static let absolute: UInt16 = 0x20
  /// A word of scratch memory: `BPF_MEM`.
  static let memory: UInt16 = 0x60
  /// The length of the data: `BPF_LEN`.
  static let length: UInt16 = 0x80

  // MARK: Source of an operand, bit 3

  /// The constant: `BPF_K`.
  static let constant: UInt16 = 0x00
  /// The index register: `BPF_X`.
  static let index: UInt16 = 0x08

  // MARK: What a return returns, bits 3 and 4

  /// The accumulator: `BPF_A`.
  static let accumulator: UInt16 = 0x10

  // MARK: Operation of a jump, bits 4 to 7

  /// Unconditional: `BPF_JA`.
  static let jumpAlways: UInt16 = 0x00

  // MARK: Operation of a move, bits 3 to 7

  /// Accumulator to index register: `BPF_TAX`.
  static let moveToIndex: UInt16 = 0x00
  /// Index register to accumulator: `BPF_TXA`.
  static let moveToAccumulator: UInt16 = 0x80
}

/// What an arithmetic instruction does to the accumulator, all of it on 32 bits.
public enum BPFArithmetic: UInt16, CaseIterable, Hashable, Sendable {
  /// Addition: `BPF_ADD`.
  case add = 0x00
  /// Subtraction: `BPF_SUB`.
  case subtract = 0x10
  /// Multiplication: `BPF_MUL`.
  case multiply = 0x20
  /// Unsigned division: `BPF_DIV`.
  case divide = 0x30
  /// Bitwise or: `BPF_OR`.
  case or = 0x40
  /// Bitwise and: `BPF_AND`.
  case and = 0x50
  /// Shift to the left: `BPF_LSH`.
  case shiftLeft = 0x60
  /// Shift to the right, filling with zeros: `BPF_RSH`.
  case shiftRight = 0x70
  /// Negation, which takes no operand: `BPF_NEG`.
  case negate = 0x80
  /// Unsigned remainder, which seccomp does not admit: `BPF_MOD`.
  case remainder = 0x90
  /// Bitwise exclusive or: `BPF_XOR`.
  case xor = 0xa0
}

/// How a conditional jump compares the accumulator with its operand, both unsigned.
public enum BPFComparison: UInt16, CaseIterable, Hashable, Sendable {
  /// Equal: `BPF_JEQ`.
  case equal = 0x10
  /// Greater: `BPF_JGT`.
  case greater = 0x20
  /// Greater or equal: `BPF_JGE`.
  case greaterOrEqual = 0x30
  /// Some bit in common: `BPF_JSET`.
  case anyBit = 0x40

  /// Whether the comparison holds.
  ///
  /// - Parameters:
  ///   - accumulator: The left operand.
  ///   - operand: The right operand.
  /// - Returns: Whether it holds.
  public func holds(_ accumulator: UInt32, _ operand: UInt32) -> Bool {
    switch self {
    case .equal: accumulator == operand
    case .greater: accumulator > operand
    case .greaterOrEqual: accumulator >= operand
    case .anyBit: accumulator & operand != 0
    }
  }
}
