extension BuiltinPolicies {
  /// The policies that come with sekat.
  public static let shipped = BuiltinPolicies.none
}
