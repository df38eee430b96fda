using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Gives factors to items that nobody had yet, from what is known of them (genres, cast, a vector of their text): a linear map from features to
/// the factors of a fitted model, by ridge regression in which an item counts as often as it was had (attribute-to-factor mapping: Gantner,
/// Drumond, Freudenthaler, Rendle and Schmidt-Thieme 2010).
/// </summary>
public sealed class ItemFeatureMap
{
    private const int PanelRows = 128;

    // Row-major, features + 1 (the constant) x dimensions.
    private readonly float[] _map;

    private ItemFeatureMap(int features, int dimensions, float[] map)
    {
        Features = features;
        Dimensions = dimensions;
        _map = map;
    }

    /// <summary>How many features an item has.</summary>
    public int Features { get; }

    /// <summary>Length of a factor.</summary>
    public int Dimensions { get; }

    /// <summary>Fits the map.</summary>
    /// <param name="model">Gives the factors.</param>
    /// <param name="features">Row-major, a row of finite numbers for each item of the model.</param>
    /// <param name="counts">How often each item was had; items with 0 are not learned from.</param>
    /// <param name="regularization">L2 regularisation, above 0: about as many interactions as a feature needs to be believed.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a feature is not a finite number.</exception>
    /// <exception cref="SettingOutOfRangeException">The regularisation is out of range.</exception>
    public static ItemFeatureMap Fit(ImplicitAls model, ReadOnlySpan<float> features, ReadOnlySpan<int> counts, double regularization = 10)
    {
        SettingOutOfRangeException.ThrowUnless(regularization is > 0 and <= 1e9, nameof(regularization), regularization, "above 0 and at most 1000000000");
        if (counts.Length != model.ItemCount)
            throw new ArgumentException($"counts must be one for each of {model.ItemCount} items; got {counts.Length}");
        if (features.Length % Math.Max(1, model.ItemCount) != 0)
            throw new ArgumentException($"features must be rows of equal length for {model.ItemCount} items; got {features.Length} values");
        int width = features.Length / Math.Max(1, model.ItemCount);
        RequireFinite(features);

        int unknowns = width + 1;
        PositiveDefiniteSystem system = new(unknowns);
        float[] diagonal = new float[unknowns];
        Array.Fill(diagonal, (float)regularization);
        system.Reset(diagonal);
        float[] panel = new float[PanelRows * system.Stride];
        int filled = 0;
        float[] right = new float[unknowns * model.Dimensions];
        for (int item = 0; item < model.ItemCount; item++)
        {
            if (counts[item] <= 0)
                continue;
            Span<float> row = panel.AsSpan(filled * system.Stride, system.Stride);
            Fill(features.Slice(item * width, width), row);
            for (int feature = 0; feature < unknowns; feature++)
            {
                if (row[feature] != 0)
                    VectorKernels.Axpy(counts[item] * row[feature], model.ItemFactor(item), right.AsSpan(feature * model.Dimensions, model.Dimensions));
            }

            VectorKernels.Scale(MathF.Sqrt(counts[item]), row);
            if (++filled == PanelRows)
            {
                system.AddOuterProducts(panel, filled);
                filled = 0;
            }
        }

        system.AddOuterProducts(panel, filled);
        system.Factor();
        float[] column = new float[unknowns];
        for (int k = 0; k < model.Dimensions; k++)
        {
            for (int feature = 0; feature < unknowns; feature++)
                column[feature] = right[(feature * model.Dimensions) + k];
            system.Solve(column);
            for (int feature = 0; feature < unknowns; feature++)
                right[(feature * model.Dimensions) + k] = column[feature];
        }

        return new ItemFeatureMap(width, model.Dimensions, right);
    }

    /// <summary>The factor that an item of these features can be expected to have.</summary>
    /// <param name="features">As many finite numbers as <see cref="Features"/>.</param>
    /// <param name="factor">Receives as many values as <see cref="Dimensions"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a feature is not a finite number.</exception>
    public void Factor(ReadOnlySpan<float> features, Span<float> factor)
    {
        if (features.Length != Features || factor.Length != Dimensions)
            throw new ArgumentException($"features must be {Features} numbers and the factor {Dimensions}; got {features.Length} and {factor.Length}");
        RequireFinite(features);
        _map.AsSpan(Features * Dimensions, Dimensions).CopyTo(factor);
        for (int feature = 0; feature < features.Length; feature++)
            VectorKernels.Axpy(features[feature], _map.AsSpan(feature * Dimensions, Dimensions), factor);
    }

    private static void Fill(ReadOnlySpan<float> features, Span<float> row)
    {
        row.Clear();
        features.CopyTo(row);
        row[features.Length] = 1;
    }

    private static void RequireFinite(ReadOnlySpan<float> features)
    {
        foreach (float feature in features)
        {
            if (!float.IsFinite(feature))
                throw new ArgumentException($"features must be finite numbers; got {feature}");
        }
    }
}
