using Perto.Numerics;

namespace Perto.Language;

/// <summary>
/// What stands behind an encoder to judge a text: the first token's row goes through a dense layer, a function and a linear layer. The architectures
/// differ in the function and in the names. Always in single precision: it is a thousandth of the work.
/// </summary>
internal sealed unsafe class ClassificationHead
{
    private readonly ILinearLayer _dense;
    private readonly ILinearLayer _output;
    private readonly Activation _activation;

    private ClassificationHead(ILinearLayer dense, Activation activation, ILinearLayer output)
    {
        _dense = dense;
        _activation = activation;
        _output = output;
    }

    public int Labels => _output.Outputs;

    public int Inputs => _dense.Inputs;

    public static ClassificationHead Load(TransformerConfig config, TensorSet tensors)
    {
        (string dense, Activation activation, string output) = config.Architecture switch
        {
            TransformerArchitecture.Bert => (WeightNames.Find(config.Architecture, tensors).Pooler, Activation.Tanh, "classifier"),
            TransformerArchitecture.Electra => ("classifier.dense", Activation.Gelu, "classifier.out_proj"),
            TransformerArchitecture.Roberta => ("classifier.dense", Activation.Tanh, "classifier.out_proj"),
            TransformerArchitecture.DistilBert => ("pre_classifier", Activation.Relu, "classifier"),
            _ => throw new ArgumentOutOfRangeException(nameof(config), config.Architecture, "the architecture must be a value of TransformerArchitecture"),
        };
        int hidden = config.HiddenSize;
        Tensor weight = tensors.Find(output + ".weight", -1, hidden);
        if (weight.Shape[0] is < 1 or > 65_536)
            throw new InvalidDataException($"{weight.File}: tensor '{weight.Name}' must have 1 to 65536 labels; it has the shape {weight.ShapeText}.");
        return new ClassificationHead(
            Weights.Linear(tensors, dense, hidden, hidden, WeightPrecision.Float32),
            activation,
            Weights.Linear(tensors, output, hidden, (int)weight.Shape[0], WeightPrecision.Float32));
    }

    /// <summary>The outputs for each of <paramref name="count"/> rows.</summary>
    public float[][] Judge(float[] rows, int count)
    {
        int inner = LayerShape.PaddedColumns(Inputs);
        int outer = LayerShape.PaddedColumns(Labels);
        int padded = LayerShape.PaddedRows(count);
        using var memory = new NativeBlock(((2L * inner) + outer) * padded * sizeof(float));
        float* input = (float*)memory.Pointer;
        float* between = input + ((nint)inner * padded);
        float* output = between + ((nint)inner * padded);
        for (int row = 0; row < count; row++)
            rows.AsSpan(row * Inputs, Inputs).CopyTo(new Span<float>(input + ((nint)row * inner), Inputs));
        _dense.Apply(input, inner, count, between, inner, _activation, add: false, scratch: null);
        _output.Apply(between, inner, count, output, outer, Activation.Identity, add: false, scratch: null);
        float[][] judged = new float[count][];
        for (int row = 0; row < count; row++)
            judged[row] = new ReadOnlySpan<float>(output + ((nint)row * outer), Labels).ToArray();
        return judged;
    }
}
