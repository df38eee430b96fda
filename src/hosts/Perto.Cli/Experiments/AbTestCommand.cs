using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto abtest ...</c>: what to make of an experiment, and how large one must be.</summary>
internal static class AbTestCommand
{
    public static Command Create() => new("abtest", "Analyse, plan and simulate A/B experiments, and judge policies by logs; files need no data folder and no server")
    {
        AnalyseCommand.Create(),
        PowerCommand.Create(),
        SimulateCommand.Create(),
        OffPolicyCommand.Create(),
    };
}
