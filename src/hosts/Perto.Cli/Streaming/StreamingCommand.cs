using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto streaming</c>: everything that is done to the film service.</summary>
internal static class StreamingCommand
{
    public static Command Create() => new("streaming", "The recommendation home page of a film service")
    {
        GenerateCommand.Create(),
        ImportCommand.Create(),
        TrainCommand.Create(),
        SplitCommand.Create(),
        RecommendCommand.Create(),
        BatchCommand.Create(),
        EvaluateCommand.Create(),
        BacktestCommand.Create(),
        SimulateServiceCommand.Create(),
        MeasuresCommand.Create(),
        JudgeRankingCommand.Create(),
        PinsCommand.Create(),
    };
}
