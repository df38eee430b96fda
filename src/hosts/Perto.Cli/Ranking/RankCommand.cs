using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto rank</c>: learning to rank from files.</summary>
internal static class RankCommand
{
    public static Command Create() => new("rank", "Learning to rank from files: LambdaMART")
    {
        TrainRankerCommand.Create(),
        EvaluateRankerCommand.Create(),
    };
}
