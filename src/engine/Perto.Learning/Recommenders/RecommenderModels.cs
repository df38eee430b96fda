using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The models that can be saved and loaded.</summary>
public static class RecommenderModels
{
    /// <summary>The kinds of models, as they stand in files and on the command line.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        ImplicitAls.ModelKind, Ease.ModelKind, GraphFilter.ModelKind, NeuralCf.ModelKind, ItemKnn.ModelKind, Bpr.ModelKind, BiasedFactors.ModelKind, Blend.ModelKind,
        Popularity.ModelKind,
    ];

    /// <summary>Reads a model of any kind.</summary>
    /// <param name="stream">Positioned at the start of what <see cref="IRecommenderModel.Save"/> wrote.</param>
    /// <exception cref="BinaryFormatException">The file is damaged, cut short, or holds something that is not known here.</exception>
    public static IRecommenderModel Load(Stream stream)
    {
        BinaryFileReader reader = new(stream);
        return reader.Kind switch
        {
            ImplicitAls.ModelKind => ImplicitAls.Load(reader),
            Ease.ModelKind => Ease.Load(reader),
            GraphFilter.ModelKind => GraphFilter.Load(reader),
            NeuralCf.ModelKind => NeuralCf.Load(reader),
            ItemKnn.ModelKind => ItemKnn.Load(reader),
            Bpr.ModelKind => Bpr.Load(reader),
            BiasedFactors.ModelKind => BiasedFactors.Load(reader),
            Blend.ModelKind => Blend.Load(reader),
            Popularity.ModelKind => Popularity.Load(reader),
            _ => throw new BinaryFormatException("header", $"model kind '{reader.Kind}' is unknown; known: {string.Join(", ", Kinds)}"),
        };
    }

    /// <summary>Stops the reading of a file with settings that no model can have.</summary>
    internal static void RequireSettings(Action validate)
    {
        try
        {
            validate();
        }
        catch (SettingOutOfRangeException wrong)
        {
            throw new BinaryFormatException("settings", wrong.Message, wrong);
        }
    }

    /// <summary>Stops the reading of a file with values that would make scores that are no numbers.</summary>
    internal static void RequireFinite(string section, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            Require(float.IsFinite(value), section, $"finite values are expected; got {value}");
    }

    /// <summary>Stops a fit that has left the numbers.</summary>
    internal static void RequireConverged(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw new ArithmeticException("the fit diverged; a smaller learning rate is needed");
        }
    }

    /// <summary>Stops the reading of a file whose sections are whole but do not fit together.</summary>
    internal static void Require(bool fits, string section, string problem)
    {
        if (!fits)
            throw new BinaryFormatException(section, problem);
    }
}
