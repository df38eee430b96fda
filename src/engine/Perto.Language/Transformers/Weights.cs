using Perto.Numerics;

namespace Perto.Language;

/// <summary>Makes the parts of a model from its tensors.</summary>
internal static class Weights
{
    /// <summary>A linear layer of the tensors <c>.weight</c> and <c>.bias</c>.</summary>
    public static ILinearLayer Linear(TensorSet tensors, string name, int inputs, int outputs, WeightPrecision precision) =>
        Pack(tensors.Values(name + ".weight", outputs, inputs), tensors.Values(name + ".bias", outputs), inputs, outputs, precision);

    /// <summary>One linear layer in place of several over the same input: its outputs are theirs, one after another.</summary>
    public static ILinearLayer Joined(TensorSet tensors, ReadOnlySpan<string> names, int inputs, int outputsOfEach, WeightPrecision precision)
    {
        // Before memory is asked for: the file must have what the config promises.
        foreach (string name in names)
            tensors.Find(name + ".weight", outputsOfEach, inputs);
        float[] weights = new float[names.Length * outputsOfEach * inputs];
        float[] bias = new float[names.Length * outputsOfEach];
        for (int part = 0; part < names.Length; part++)
        {
            tensors.Find(names[part] + ".weight", outputsOfEach, inputs).Read(0, weights.AsSpan(part * outputsOfEach * inputs, outputsOfEach * inputs));
            tensors.Find(names[part] + ".bias", outputsOfEach).Read(0, bias.AsSpan(part * outputsOfEach, outputsOfEach));
        }

        return Pack(weights, bias, inputs, names.Length * outputsOfEach, precision);
    }

    /// <summary>A normalisation of <c>.weight</c> and <c>.bias</c>, or of <c>.gamma</c> and <c>.beta</c> as old files call them.</summary>
    public static LayerNormalization Norm(TensorSet tensors, string name, int columns, float epsilon)
    {
        bool old = !tensors.TryFind(name + ".weight", out _) && tensors.TryFind(name + ".gamma", out _);
        return new LayerNormalization(
            tensors.Values(name + (old ? ".gamma" : ".weight"), columns), tensors.Values(name + (old ? ".beta" : ".bias"), columns), epsilon);
    }

    private static ILinearLayer Pack(float[] weights, float[] bias, int inputs, int outputs, WeightPrecision precision) => precision switch
    {
        WeightPrecision.Float32 => new PackedLayer(weights, bias, inputs, outputs),
        WeightPrecision.Int8 => new QuantizedLayer(weights, bias, inputs, outputs),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "precision must be a value of WeightPrecision"),
    };
}
