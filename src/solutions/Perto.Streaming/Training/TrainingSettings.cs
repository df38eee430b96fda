using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Perto.Learning;
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
