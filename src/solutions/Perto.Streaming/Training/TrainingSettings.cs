using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>How the collaborative model is trained; section <c>Perto:Streaming:Training</c>.</summary>
public sealed class TrainingSettings
{
    /// <summary>Factors of a title and of a person.</summary>
    [Range(8, 1024)]
    public int Dimensions { get; set; } = 64;

    /// <summary>Passes over the data.</summary>
    [Range(1, 200)]
    public int Epochs { get; set; } = 16;

    /// <summary>Regularisation before frequency scaling.</summary>
    [Range(1e-6, 100)]
    public double Regularization { get; set; } = 0.004;

    /// <summary>Weight of what a person did not watch.</summary>
    [Range(1e-6, 10)]
    public double UnobservedWeight { get; set; } = 1;

    /// <summary>The same seed makes the same model.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>
    /// Models beside the factors whose scores are features of the ranker, separated by commas: <c>ease</c>, <c>itemknn</c>, <c>ncf</c>; empty for none.
    /// The last trains for minutes on what the others learn in seconds.
    /// </summary>
    public string Scorers { get; set; } = $"{Ease.ModelKind},{ItemKnn.ModelKind}";

    /// <summary>Titles that they know at most, the most watched ones: EASE keeps 4 bytes for each pair of them.</summary>
    [Range(1, 100_000)]
    public int ScorerTitles { get; set; } = 3_000;

    /// <summary>The models of <see cref="Scorers"/>, with the parameters that they have when nothing is said.</summary>
    /// <exception cref="InvalidValueException">There is no model of that name.</exception>
    internal IReadOnlyList<ModelPlan> ScorerPlans()
    {
        string[] kinds = Scorers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] allowed = [.. ModelScores.Kinds.Where(kind => kind != ImplicitAls.ModelKind)];
        if (Array.Find(kinds, kind => !allowed.Contains(kind)) is { } unknown)
            throw new InvalidValueException("scorers", unknown, string.Join(", ", allowed), $"Perto:Streaming:Training:Scorers must be of {string.Join(", ", allowed)}; got '{unknown}'");
        return [.. kinds.Distinct().Select(kind => ModelFactory.Plan(kind, new Dictionary<string, string>(StringComparer.Ordinal)))];
    }

    /// <summary>The same settings, for an evaluation beside other models.</summary>
    public ModelPlan Plan() => ModelFactory.Plan(ImplicitAls.ModelKind, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["dimensions"] = Dimensions.ToString(CultureInfo.InvariantCulture),
        ["epochs"] = Epochs.ToString(CultureInfo.InvariantCulture),
        ["regularization"] = Regularization.ToString(CultureInfo.InvariantCulture),
        ["unobserved_weight"] = UnobservedWeight.ToString(CultureInfo.InvariantCulture),
        ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
    });

    internal ImplicitAlsSettings ToAls() => new()
    {
        Dimensions = Dimensions,
        Epochs = Epochs,
        Regularization = Regularization,
        UnobservedWeight = UnobservedWeight,
        Seed = Seed,
    };
}
