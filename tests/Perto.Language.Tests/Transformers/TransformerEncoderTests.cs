using System.Collections;
using Perto.Testing;

namespace Perto.Language.Tests.Transformers;

public sealed class TransformerEncoderTests
{
    private static readonly MadeModel Model = MadeModel.Bert;

    public static TheoryData<WeightPrecision> Precisions => [WeightPrecision.Float32, WeightPrecision.Int8];

    [Theory]
    [MemberData(nameof(Precisions))]
    public void A_batch_gives_what_its_texts_give_one_by_one_on_any_number_of_threads(WeightPrecision precision)
    {
        TransformerEncoder encoder = Model.Encoder(precision);
        TokenizedText[] texts = Texts(60);
        float[][] alone = [.. texts.Select(text => States(encoder, [text], threads: 1)[0])];
        foreach (int threads in (int[])[1, 2, 3, 8])
            Assert.Equal(alone, States(encoder, texts, threads));
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Half_precision_weights_are_read_exactly(string type)
    {
        TokenizedText[] texts = Texts(3);
        float[][] rounded = States(Model.Encoder(type: $"F32 of {type}"), texts, 1);
        Assert.Equal(rounded, States(Model.Encoder(type: type), texts, 1));
        Assert.NotEqual(rounded, States(Model.Encoder(), texts, 1));
    }

    [Fact]
    public void Int8_vectors_point_where_those_of_float32_do()
    {
        TokenizedText[] texts = Texts(40);
        float[][] exact = Sentences(Model.Encoder()).Encode(texts, MadeModel.OneThread);
        float[][] quantised = Sentences(Model.Encoder(WeightPrecision.Int8)).Encode(texts, MadeModel.OneThread);
        for (int i = 0; i < texts.Length; i++)
        {
            double cosine = exact[i].Zip(quantised[i], (a, b) => (double)a * b).Sum();
            Assert.InRange(cosine, 0.999, 0.9999999);
        }
    }

    [Fact]
    public void Int8_logits_are_near_those_of_float32()
    {
        TokenizedText[] pairs = Texts(40);
        float[][] exact = CrossEncoder.Load(Model.Config, Model.Weights(), WeightPrecision.Float32, MadeModel.OneThread).Judge(pairs, MadeModel.OneThread);
        float[][] quantised = CrossEncoder.Load(Model.Config, Model.Weights(), WeightPrecision.Int8, MadeModel.OneThread).Judge(pairs, MadeModel.OneThread);
        for (int i = 0; i < pairs.Length; i++)
            Assert.Equal(exact[i][0], quantised[i][0], 0.05f);
    }

    [Fact]
    public void Calls_of_several_threads_do_not_disturb_each_other()
    {
        TransformerEncoder encoder = Model.Encoder();
        TokenizedText[] texts = Texts(30);
        float[][] alone = States(encoder, texts, 1);
        Parallel.For(0, 8, _ => Assert.Equal(alone, States(encoder, texts, 2)));
    }

    [Fact]
    public void A_call_leaves_little_garbage_beside_its_result()
    {
        SentenceEncoder sentences = Sentences(Model.Encoder());
        TokenizedText[] texts = Texts(6);
        for (int i = 0; i < 3; i++)
            sentences.Encode(texts, MadeModel.OneThread);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sentences.Encode(texts, MadeModel.OneThread);
        long result = texts.Length * ((Model.Hidden * sizeof(float)) + 24);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, result, result + 1_000);
    }

    [Fact]
    public void A_cancelled_call_stops_between_groups()
    {
        TransformerEncoder encoder = Model.Encoder();
        TokenizedText[] texts = [.. Enumerable.Range(0, 200).Select(i => Model.Text(40, i))];
        using var source = new CancellationTokenSource();
        int read = 0;
        Assert.Throws<OperationCanceledException>(() => encoder.Encode(
            texts,
            (_, _, _) =>
            {
                Interlocked.Increment(ref read);
                source.Cancel();
            },
            new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = source.Token }));
        Assert.InRange(read, 1, 20);
        Assert.Throws<OperationCanceledException>(() => encoder.Encode(
            texts[..1], (_, _, _) => read = -1, new ParallelOptions { CancellationToken = source.Token }));
        Assert.NotEqual(-1, read);
    }

    [Fact]
    public void A_cancelled_call_stops_between_layers_of_one_long_text()
    {
        using var source = new CancellationTokenSource();
        bool read = false;
        // It is counted after the first look at the caller, and there is but one group.
        Assert.Throws<OperationCanceledException>(() => Model.Encoder().Encode(
            new WhenCounted([Model.Text(40, 1)], source.Cancel), (_, _, _) => read = true, new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = source.Token }));
        Assert.False(read);
    }

    [Fact]
    public void Padding_of_roberta_has_its_own_position_and_is_not_counted()
    {
        // Attention does not know an order but for positions: with the same ones the rows only change places.
        MadeModel roberta = MadeModel.Of("xlm-roberta");
        float[][] inside = Rows([5, 1, 6]), behind = Rows([5, 6, 1]);
        Near(behind[0], inside[0]);
        Near(behind[2], inside[1]);
        Near(behind[1], inside[2]);

        float[][] Rows(int[] ids) => [.. States(roberta.Encoder(), [MadeModel.Text(ids, new int[ids.Length])], 1)[0].Chunk(roberta.Hidden)];

        static void Near(float[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void No_texts_give_nothing() => Assert.Empty(Sentences(Model.Encoder()).Encode([], MadeModel.OneThread));

    [Theory]
    [InlineData(0, 0, "text 0 must have 1 to 40 tokens; it has 0")]
    [InlineData(41, 0, "text 0 must have 1 to 40 tokens; it has 41")]
    [InlineData(1, 60, "token ids from 0 to 59; it has 60")]
    [InlineData(1, -1, "token ids from 0 to 59; it has -1")]
    public void Tokens_that_the_model_does_not_have_are_refused(int count, int id, string message)
    {
        TokenizedText text = MadeModel.Text([.. Enumerable.Repeat(id, count)], new int[count]);
        var refused = Assert.Throws<ArgumentException>(() => States(Model.Encoder(), [text], 1));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Token_types_that_the_model_does_not_have_are_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => States(Model.Encoder(), [MadeModel.Text([1], [2])], 1));
        Assert.Contains("token types from 0 to 1; it has 2", refused.Message, StringComparison.Ordinal);
        // A model without types of its own takes those of any tokenizer.
        Assert.Single(States(MadeModel.Of("xlm-roberta").Encoder(), [MadeModel.Text([1], [1])], 1));
    }

    [Fact]
    public void Names_of_older_files_and_without_a_prefix_are_understood()
    {
        TokenizedText[] texts = Texts(2);
        byte[] renamed = SafetensorsWriter.Write(Model.Tensors(), nameOf: name => (name.StartsWith("bert.", StringComparison.Ordinal) ? name[5..] : name)
            .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal));
        var old = TransformerEncoder.Load(Model.Config, new TensorSet(MadeModel.Read(renamed)), WeightPrecision.Float32, MadeModel.OneThread);
        Assert.Equal(States(Model.Encoder(), texts, 1), States(old, texts, 1));
    }

    [Fact]
    public void Every_tensor_that_is_missing_is_named()
    {
        foreach ((string name, _) in Model.Tensors().Where(tensor => !tensor.Name.Contains("classifier", StringComparison.Ordinal) && !tensor.Name.Contains("pooler", StringComparison.Ordinal)))
        {
            byte[] file = SafetensorsWriter.Write(Model.Tensors().Where(tensor => tensor.Name != name));
            var missing = Assert.Throws<InvalidDataException>(() => Load(Model.Config, file));
            Assert.Contains(name.Replace("bert.", "", StringComparison.Ordinal), missing.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_tensor_of_another_shape_is_named_with_both_shapes()
    {
        foreach ((string name, long[] shape) in Model.Tensors().Where(tensor => !tensor.Name.Contains("classifier", StringComparison.Ordinal) && !tensor.Name.Contains("pooler", StringComparison.Ordinal)))
        {
            byte[] file = SafetensorsWriter.Write(Model.Tensors().Select(tensor => tensor.Name == name ? (name, [.. shape[..^1], shape[^1] + 1]) : tensor));
            var wrong = Assert.Throws<InvalidDataException>(() => Load(Model.Config, file));
            Assert.Contains($"'{name}' must have the shape [{string.Join(", ", shape)}]; it has [", wrong.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Weights_of_a_type_that_is_not_read_are_named()
    {
        string header = """{"embeddings.word_embeddings.weight":{"dtype":"I64","shape":[60,32],"data_offsets":[0,15360]}}""";
        var wrong = Assert.Throws<InvalidDataException>(() => Load(Model.Config, SafetensorsWriter.File(header, new byte[15_360])));
        Assert.Equal("model.safetensors: tensor 'embeddings.word_embeddings.weight' must be of type F32, F16 or BF16; it is I64.", wrong.Message);
    }

    [Fact]
    public void A_head_that_is_missing_is_named()
    {
        byte[] file = SafetensorsWriter.Write(Model.Tensors().Where(tensor => !tensor.Name.StartsWith("classifier", StringComparison.Ordinal)));
        var missing = Assert.Throws<InvalidDataException>(() =>
            CrossEncoder.Load(Model.Config, new TensorSet(MadeModel.Read(file)), WeightPrecision.Float32, MadeModel.OneThread));
        Assert.Contains("'classifier.weight'", missing.Message, StringComparison.Ordinal);
    }

    private static TransformerEncoder Load(TransformerConfig config, byte[] file) =>
        TransformerEncoder.Load(config, new TensorSet(MadeModel.Read(file)), WeightPrecision.Float32, MadeModel.OneThread);

    private static SentenceEncoder Sentences(TransformerEncoder encoder) => new(encoder, new SentenceEncoderConfig());

    private static TokenizedText[] Texts(int count)
    {
        var lengths = new Random(count);
        return [.. Enumerable.Range(0, count).Select(i => Model.Text(lengths.Next(1, Model.Positions + 1), i))];
    }

    private static float[][] States(TransformerEncoder encoder, TokenizedText[] texts, int threads)
    {
        int hidden = encoder.Config.HiddenSize;
        float[][] states = new float[texts.Length][];
        encoder.Encode(
            texts,
            (text, rows, stride) =>
            {
                states[text] = new float[texts[text].Ids.Length * hidden];
                for (int token = 0; token < texts[text].Ids.Length; token++)
                    rows.Slice(token * stride, hidden).CopyTo(states[text].AsSpan(token * hidden));
            },
            new ParallelOptions { MaxDegreeOfParallelism = threads });
        return states;
    }

    /// <summary>Texts that tell when they are looked through one by one.</summary>
    private sealed class WhenCounted(TokenizedText[] texts, Action counted) : IReadOnlyList<TokenizedText>
    {
        public int Count => texts.Length;

        public TokenizedText this[int index] => texts[index];

        public IEnumerator<TokenizedText> GetEnumerator()
        {
            counted();
            return texts.AsEnumerable().GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
