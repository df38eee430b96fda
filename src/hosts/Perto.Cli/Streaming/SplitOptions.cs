using System.CommandLine;
using System.CommandLine.Parsing;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>The options that say how one file is split, the same for all commands that split one.</summary>
internal sealed class SplitOptions
{
    private static readonly SplitPlan Defaults = new() { Kind = SplitKind.UserTime };

    private readonly Option<SplitKind?> _kind = new("--split")
    {
        Description = "How to split the file: user-time, global-time, leave-one-out, item-stratified (as NumPy draws it), user-random, new-users",
        HelpName = "KIND",
        CustomParser = ParseKind,
    };

    private readonly Option<double> _ratio = new("--ratio")
    {
        Description = "The part to fit on; with new-users the part of a new user that is known",
        DefaultValueFactory = _ => Defaults.Ratio,
    };

    private readonly Option<double> _users = new("--users")
    {
        Description = "With new-users: the part of the users to fit on",
        DefaultValueFactory = _ => Defaults.Users,
    };

    private readonly Option<uint> _seed = new("--seed")
    {
        Description = "Draws random parts, negatives and what --tune tries",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private readonly Option<int> _negatives = new("--draw-negatives")
    {
        Description = "With leave-one-out: rank the positive among this many items that the user never had; 0 ranks all items",
        HelpName = "N",
    };

    /// <summary>The options, to add to a command.</summary>
    public IReadOnlyList<Option> All => [_kind, _ratio, _users, _seed, _negatives];

    /// <summary>What says how to split; to mark it as required, or to ask whether it was given.</summary>
    public Option<SplitKind?> Kind => _kind;

    /// <summary>Refuses options that belong to another split: they would change nothing, and nobody would know.</summary>
    public void Validate(CommandResult result)
    {
        SplitKind? kind = result.GetResult(_kind) is { Tokens: [{ Value: string text }] } ? Read(text) : null;
        if (result.IsGiven(_ratio) && (kind is null or SplitKind.LeaveOneOut))
            result.AddError("--ratio belongs to --split with a part to fit on");
        if (result.IsGiven(_users) && kind != SplitKind.NewUsers)
            result.AddError("--users belongs to --split new-users");
        if (result.IsGiven(_negatives) && kind != SplitKind.LeaveOneOut)
            result.AddError("--draw-negatives belongs to --split leave-one-out");
        if (result.Given(_negatives) is { } negatives and < 0)
            result.AddError($"--draw-negatives must be at least 0; got {negatives}");
    }

    /// <summary>The seed, with or without a split.</summary>
    public uint Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>The plan; null where the parts are given.</summary>
    public SplitPlan? Plan(ParseResult parsed) => parsed.GetValue(_kind) is not { } kind ? null : new SplitPlan
    {
        Kind = kind,
        Ratio = parsed.GetValue(_ratio),
        Users = parsed.GetValue(_users),
        Seed = Seed(parsed),
        Negatives = parsed.GetValue(_negatives),
    };

    private static SplitKind? ParseKind(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Read(text) is { } kind)
            return kind;
        result.AddError($"--split must be one of {string.Join(", ", Enum.GetValues<SplitKind>().Select(Written))}; got '{text}'");
        return null;
    }

    private static SplitKind? Read(string text)
    {
        foreach (SplitKind kind in Enum.GetValues<SplitKind>())
        {
            if (Written(kind) == text)
                return kind;
        }

        return null;
    }

    private static string Written(SplitKind kind) =>
        string.Concat(kind.ToString().Select((letter, at) => char.IsUpper(letter) && at > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
