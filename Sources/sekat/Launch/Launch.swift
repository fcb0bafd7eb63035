/// Placeholder.
func launch(_ arguments: RunArguments) -> Int32 { 125 }
