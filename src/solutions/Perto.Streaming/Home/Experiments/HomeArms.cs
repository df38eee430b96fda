using Perto.Platform;
using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>The arms by which a page is made.</summary>
public sealed class HomeArms
{
    /// <summary>No experiment runs, or none has the person.</summary>
    public static HomeArms None { get; } = new([]);

    /// <summary>Reads the arms of assignments.</summary>
    /// <exception cref="InvalidValueException">A parameter is not known here: a server of another version declared the experiment.</exception>
    public HomeArms(IReadOnlyList<Assignment> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        Assignments = [.. assignments.Where(assignment => assignment.Arm is not null || assignment.Parameters is not null)];
        Experiments = [.. Assignments.Select(assignment => new PageExperiment(assignment.Experiment, assignment.Version, assignment.Arm ?? ExperimentArm.Holdout))];
        Key = string.Join('\t', Experiments.Select(experiment => $"{experiment.Name}@{experiment.Version}/{experiment.Arm}"));
        if (Assignments.Count == 0)
            return;
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach ((string name, string value) in Assignments.SelectMany(assignment => assignment.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal)))
            parameters[name] = value;
        Variant = HomeVariant.Read(parameters, "parameters");
    }

    /// <summary>As they were assigned.</summary>
    public IReadOnlyList<Assignment> Assignments { get; }

    /// <summary>As a page says them.</summary>
    public IReadOnlyList<PageExperiment> Experiments { get; }

    /// <summary>All of them in a text, for keys of caches.</summary>
    public string Key { get; }

    /// <summary>What they change together.</summary>
    public HomeVariant Variant { get; } = HomeVariant.None;
}
