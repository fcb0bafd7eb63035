import Glibc

// `run` is answered without ArgumentParser, whose first use costs more than the launch itself;
// everything else, and `run --help`, goes to it.
let words = CommandLine.arguments.dropFirst()
if words.first == "run", case let arguments = RunArguments.parse(words.dropFirst()),
  arguments != .help
{
  exit(launch(arguments))
}
SekatCommand.start(with: Array(words))
