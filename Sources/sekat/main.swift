import Glibc

// `run` is answered without ArgumentParser, whose first use costs more than the launch itself;
// everything else, and `run --help`, goes to it.
let words = CommandLine.arguments.dropFirst()
if words.first == "run" {
  let arguments = RunArguments.parse(words.dropFirst())
  if arguments != .help { exit(launch(arguments)) }
  SekatCommand.start(with: ["help", "run"])
}
SekatCommand.start(with: Array(words))
