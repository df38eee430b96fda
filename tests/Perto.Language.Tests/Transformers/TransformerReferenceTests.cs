using Perto.Testing;

namespace Perto.Language.Tests.Transformers;

/// <summary>
/// Against another implementation: PyTorch 1.13.0 of Debian 12, its <c>torch.nn.TransformerEncoderLayer</c>, embeddings, normalisation and activations in
/// double precision on the same made weights. <c>Golden/reference.py</c> is the program that wrote the values.
/// </summary>
public sealed class TransformerReferenceTests
{
    private const float Tolerance = 1e-4f;

    public static TheoryData<string> Models => ["bert", "bert-odd", "electra", "xlm-roberta", "distilbert"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Hidden_states_are_those_of_the_reference(string name)
    {
        GoldenText[] golden = GoldenText.Read(name);
        MadeModel model = MadeModel.Of(name);
        Assert.NotEmpty(golden);
        model.Encoder().Encode([.. golden.Select(text => text.Tokens)], (text, states, stride) =>
        {
            Near(golden[text].First, states[..model.Hidden].ToArray());
            Near(golden[text].Last, states.Slice((golden[text].Ids.Length - 1) * stride, model.Hidden).ToArray());
        }, MadeModel.OneThread);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Pooled_vectors_are_those_of_the_reference(string name)
    {
        GoldenText[] golden = GoldenText.Read(name);
        TransformerEncoder encoder = MadeModel.Of(name).Encoder();
        Check(Pooling.Mean, normalize: false, text => text.Mean);
        Check(Pooling.Mean, normalize: true, text => text.UnitMean);
        Check(Pooling.Max, normalize: false, text => text.Max);
        Check(Pooling.FirstToken, normalize: false, text => text.First);
        Check(Pooling.LastToken, normalize: false, text => text.Last);

        void Check(Pooling pooling, bool normalize, Func<GoldenText, float[]> expected)
        {
            var sentences = new SentenceEncoder(encoder, new SentenceEncoderConfig { Pooling = pooling, Normalize = normalize });
            float[][] vectors = sentences.Encode([.. golden.Select(text => text.Tokens)], MadeModel.OneThread);
            for (int i = 0; i < golden.Length; i++)
                Near(expected(golden[i]), vectors[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_of_cross_encoders_are_those_of_the_reference(string name)
    {
        GoldenText[] golden = GoldenText.Read(name);
        MadeModel model = MadeModel.Of(name);
        var judge = CrossEncoder.Load(model.Config, model.Weights(), WeightPrecision.Float32, MadeModel.OneThread);
        float[][] logits = judge.Judge([.. golden.Select(text => text.Tokens)], MadeModel.OneThread);
        Assert.Equal(model.Labels, judge.Labels);
        for (int i = 0; i < golden.Length; i++)
            Near(golden[i].Logits, logits[i]);
    }

    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - Tolerance, expected[i] + Tolerance);
    }
}
