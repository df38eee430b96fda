using Microsoft.Extensions.AI;
using Perto.Language;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class LocalModelTests
{
    private static readonly ModelName Small = new("local", "small");

    [Fact]
    public async Task A_folder_gives_the_vectors_of_its_model()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        GeneratedEmbeddings<Embedding<float>> answer = await generator.GenerateAsync(["red shoes", "", "shoes"]);

        // [CLS] red shoes [SEP]
        float[] expected = Expected([2, 8, 9, 3]);
        Assert.Equal(expected, answer[0].Vector.ToArray());
        Assert.Equal(Expected([2, 3]), answer[1].Vector.ToArray());
        Assert.Equal(3, answer.Count);
        Assert.Equal(4 + 2 + 3, answer.Usage!.InputTokenCount);
        var metadata = (EmbeddingGeneratorMetadata)generator.GetService(typeof(EmbeddingGeneratorMetadata))!;
        Assert.Equal(("local", "small", 32), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
    }

    [Fact]
    public async Task Questions_and_documents_get_their_prompts_and_long_texts_are_cut()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert,
            ("config_sentence_transformers.json", """{"prompts":{"query":"query: ","passage":"passage: "}}"""), ("sentence_bert_config.json", """{"max_seq_length":6}"""));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Equal(Expected([2, 6, 5, 8, 9, 3]), await Vector(default(EmbeddingGenerationOptions).For(EmbeddingPurpose.Query)));
        Assert.Equal(Expected([2, 7, 5, 8, 9, 3]), await Vector(default(EmbeddingGenerationOptions).For(EmbeddingPurpose.Document)));
        Assert.Equal(Expected([2, 7, 5, 8, 9, 3]), await Vector(null));

        async Task<float[]> Vector(EmbeddingGenerationOptions? options) =>
            (await generator.GenerateAsync(["red shoes shoes shoes"], options))[0].Vector.ToArray();
    }

    [Fact]
    public async Task Many_texts_come_in_their_order_and_callers_share_one_model()
    {
        using var test = new TestLocalModels(new KeyValuePair<string, string?>("Perto:LanguageModels:Threads", "2"));
        test.Write("small", MadeModel.Bert);
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => string.Join(' ', Enumerable.Repeat(i % 2 == 0 ? "red" : "shoes", 1 + (i % 30))))];
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        float[][] first = [.. (await generator.GenerateAsync(texts)).Select(embedding => embedding.Vector.ToArray())];
        for (int i = 0; i < texts.Length; i++)
            Assert.Equal(Expected([2, .. Enumerable.Repeat(i % 2 == 0 ? 8 : 9, 1 + (i % 30)), 3]), first[i]);

        // All open it at once, by generators of their own.
        using var cold = new TestLocalModels();
        cold.Write("small", MadeModel.Bert);
        float[][][] many = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using IEmbeddingGenerator<string, Embedding<float>> own = cold.Models.Generator(Small);
            return (await own.GenerateAsync(texts)).Select(embedding => embedding.Vector.ToArray()).ToArray();
        }));
        Assert.All(many, vectors => Assert.Equal(first, vectors));
    }

    [Fact]
    public async Task Int8_is_another_version_near_the_first()
    {
        using var test = new TestLocalModels(new KeyValuePair<string, string?>("Perto:LanguageModels:Precision", "int8"));
        test.Write("small", MadeModel.Bert);
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        float[] vector = (await generator.GenerateAsync(["red shoes"]))[0].Vector.ToArray();
        Assert.InRange(vector.Zip(Expected([2, 8, 9, 3]), (a, b) => (double)a * b).Sum(), 0.999, 0.9999999);
        Assert.Equal("small@int8", ((EmbeddingGeneratorMetadata)generator.GetService(typeof(EmbeddingGeneratorMetadata))!).DefaultModelId);
    }

    [Fact]
    public async Task A_cross_encoder_judges_documents_by_the_logistic_function_of_its_logits()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        string[] documents = [.. Enumerable.Range(0, 70).Select(i => string.Join(' ', Enumerable.Repeat("shoes", 1 + i)))];
        IReranker reranker = test.Models.Reranker(Small);
        RerankAnswer answer = await reranker.RerankAsync("red", documents);

        var judge = CrossEncoder.Load(MadeModel.Bert.Config, MadeModel.Bert.Weights(), WeightPrecision.Float32, MadeModel.OneThread);
        Assert.Equal((Small, 70, 70), (reranker.Model, answer.Scores.Count, answer.Logits!.Count));
        long tokens = 0;
        for (int i = 0; i < documents.Length; i++)
        {
            // The pair has room for 40 tokens, four of which are taken.
            int words = Math.Min(1 + i, 36);
            int[] ids = [2, 8, 3, .. Enumerable.Repeat(9, words), 3];
            float logit = judge.Judge([MadeModel.Text(ids, [0, 0, 0, .. Enumerable.Repeat(1, words + 1)])], MadeModel.OneThread)[0][0];
            Assert.Equal(logit, answer.Logits![i]);
            Assert.Equal(1 / (1 + Math.Exp(-logit)), answer.Scores[i]);
            tokens += ids.Length;
        }

        Assert.Equal(tokens, answer.Tokens);
    }

    [Fact]
    public async Task A_model_with_several_labels_does_not_rerank()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert with { Labels = 3 });
        var refused = await Assert.ThrowsAsync<DependencyException>(() => test.Models.Reranker(Small).RerankAsync("red", ["shoes"]));
        Assert.Contains("must have one label; this one has 3", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("../small")]
    [InlineData("small/../../other")]
    [InlineData("sm\0all")]
    [InlineData("/no/such/folder")]
    public void A_model_that_is_not_there_is_refused(string name)
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        test.Write("../other", MadeModel.Bert);
        test.Write("../small", MadeModel.Bert);
        Assert.Equal("model", Assert.Throws<InvalidValueException>(() => test.Models.Generator(new ModelName("local", name))).Field);
        Assert.Equal("model", Assert.Throws<InvalidValueException>(() => test.Models.Reranker(new ModelName("local", name))).Field);
    }

    [Fact]
    public async Task An_absolute_path_and_a_folder_of_ones_own_are_taken()
    {
        using var other = new TestLocalModels();
        other.Write("small", MadeModel.Bert);
        using var test = new TestLocalModels(new KeyValuePair<string, string?>("Perto:LanguageModels:Folder", other.Folder));
        foreach (string name in (string[])["small", Path.Combine(other.Folder, "small")])
        {
            using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(new ModelName("local", name));
            Assert.Equal(Expected([2, 8, 3]), (await generator.GenerateAsync(["red"]))[0].Vector.ToArray());
        }
    }

    [Fact]
    public async Task A_damaged_file_is_told_by_name_and_found_once_it_is_mended()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        string weights = Path.Combine(test.Folder, "small", "model.safetensors");
        byte[] whole = await File.ReadAllBytesAsync(weights);
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        foreach (int length in (int[])[0, 7, 100, whole.Length / 2, whole.Length - 1])
        {
            await File.WriteAllBytesAsync(weights, whole[..length]);
            var refused = await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]));
            Assert.Contains("local cannot use the model in ", refused.Message, StringComparison.Ordinal);
            Assert.Contains("model.safetensors", refused.Message, StringComparison.Ordinal);
        }

        File.Delete(weights);
        Assert.Contains("there is neither model.safetensors nor", (await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]))).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(weights, whole);
        Assert.Equal(Expected([2, 8, 3]), (await generator.GenerateAsync(["red"]))[0].Vector.ToArray());
    }

    [Fact]
    public async Task Weights_in_several_files_are_read()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        string folder = Path.Combine(test.Folder, "small");
        File.Delete(Path.Combine(folder, "model.safetensors"));
        (string Name, long[] Shape)[] tensors = [.. MadeModel.Bert.Tensors()];
        await File.WriteAllBytesAsync(Path.Combine(folder, "one.safetensors"), SafetensorsWriter.Write(tensors[..9]));
        await File.WriteAllBytesAsync(Path.Combine(folder, "two.safetensors"), SafetensorsWriter.Write(tensors[9..], "F32"));
        string map = string.Join(',', tensors.Select((tensor, i) => $"\"{tensor.Name}\":\"{(i < 9 ? "one" : "two")}.safetensors\""));
        await File.WriteAllTextAsync(Path.Combine(folder, "model.safetensors.index.json"), $$$"""{"weight_map":{{{{map}}}}}""");
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Equal(Expected([2, 8, 3]), (await generator.GenerateAsync(["red"]))[0].Vector.ToArray());

        File.Delete(Path.Combine(folder, "two.safetensors"));
        using var again = new TestLocalModels(new KeyValuePair<string, string?>("Perto:LanguageModels:Folder", test.Folder));
        using IEmbeddingGenerator<string, Embedding<float>> missing = again.Models.Generator(Small);
        Assert.Contains("two.safetensors is missing", (await Assert.ThrowsAsync<DependencyException>(() => missing.GenerateAsync(["red"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_dimensions_are_refused()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        var refused = await Assert.ThrowsAsync<InvalidValueException>(() => generator.GenerateAsync(["red"], new EmbeddingGenerationOptions { Dimensions = 16 }));
        Assert.Equal("dimensions must be 32 for small; got 16", refused.Message);
        Assert.Single(await generator.GenerateAsync(["red"], new EmbeddingGenerationOptions { Dimensions = 32 }));
    }

    [Fact]
    public async Task A_caller_who_gives_up_stops_waiting_and_the_model_stays_open()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        using var source = new CancellationTokenSource();
        IEnumerable<string> texts = Enumerable.Range(0, 1_000).Select(i =>
        {
            if (i == 200)
                source.Cancel();
            return "red shoes";
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(texts, cancellationToken: source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["red"], cancellationToken: source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Models.Reranker(Small).RerankAsync("red", ["shoes"], source.Token));
        Assert.Equal(Expected([2, 8, 3]), (await generator.GenerateAsync(["red"]))[0].Vector.ToArray());
    }

    [Fact]
    public async Task A_vocabulary_without_a_token_that_is_needed_is_told_and_found_once_it_is_mended()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert, ("vocab.txt", TestLocalModels.Vocabulary.Replace("[UNK]", "unk", StringComparison.Ordinal)));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        var refused = await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]));
        Assert.Contains("'[UNK]', which is not in the vocabulary", refused.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(test.Folder, "small", "vocab.txt"), TestLocalModels.Vocabulary);
        Assert.Equal(Expected([2, 8, 3]), (await generator.GenerateAsync(["red"]))[0].Vector.ToArray());
    }

    [Fact]
    public async Task Capital_letters_of_a_cased_model_stay()
    {
        using var test = new TestLocalModels();
        string vocabulary = TestLocalModels.Vocabulary.Replace("\nwa1\n", "\nRed\n", StringComparison.Ordinal);
        Assert.Contains("\nRed\n", vocabulary + "\n", StringComparison.Ordinal);
        int capital = Array.IndexOf(vocabulary.Split('\n'), "Red");
        test.Write("small", MadeModel.Bert, ("vocab.txt", vocabulary), ("tokenizer_config.json", """{"do_lower_case":false,"tokenizer_class":"BertTokenizer"}"""));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Equal(Expected([2, capital, 8, 3]), (await generator.GenerateAsync(["Red red"]))[0].Vector.ToArray());
    }

    [Fact]
    public async Task A_vocabulary_of_lines_is_not_read_for_a_model_that_was_not_trained_on_it()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Of("xlm-roberta"));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Contains("there is no tokenizer.json", (await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_sentence_transformers_with_word_pieces_is_read_whole()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert, ("vocab.txt", "none"), ("tokenizer.json", WordPieceJson), ("modules.json", Modules), ("1_Pooling/config.json", """{"embedding_dimension":32,"pooling_mode":"cls","include_prompt":true}"""));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Equal(Pooled(MadeModel.Bert, [2, 8, 9, 3]), (await generator.GenerateAsync(["  Red shoes\n"]))[0].Vector.ToArray());
    }

    [Fact]
    public async Task A_folder_of_sentence_transformers_with_unigram_pieces_is_read_whole()
    {
        using var test = new TestLocalModels();
        MadeModel model = MadeModel.Of("xlm-roberta");
        test.Write("small", model, ("tokenizer.json", UnigramJson), ("modules.json", Modules), ("1_Pooling/config.json", """{"word_embedding_dimension":32,"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}"""));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Equal(Pooled(model, [0, 4, 5, 2]), (await generator.GenerateAsync(["red shoes"]))[0].Vector.ToArray());
    }

    [Theory]
    [InlineData(WordPieceJson, "\"shoes\":9", "\"shoes\":60", "must have ids below 60, vocab_size of config.json; 'shoes' has 60")]
    [InlineData(UnigramJson, "\"A\",\"type_id\":0", "\"A\",\"type_id\":2", "must give types below 2, type_vocab_size of config.json; it gives 2")]
    [InlineData(UnigramJson, "\"TemplateProcessing\"", "\"ByteLevel\",\"trim_offsets\":false", "it puts none")]
    public async Task A_tokenizer_of_another_model_is_told_when_it_is_opened(string tokenizer, string from, string to, string message)
    {
        using var test = new TestLocalModels();
        string json = tokenizer.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(tokenizer, json);
        test.Write("small", MadeModel.Bert, ("tokenizer.json", json));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Contains(message, (await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_without_room_beside_the_special_tokens_is_told_when_it_is_opened()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert, ("sentence_bert_config.json", """{"max_seq_length":2}"""));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Contains("beside the 2 special ones", (await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_that_give_no_numbers_are_told_by_their_file()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        string weights = Path.Combine(test.Folder, "small", "model.safetensors");
        byte[] file = await File.ReadAllBytesAsync(weights);
        // Behind the header of as many bytes as the first eight say: the table of words.
        file.AsSpan(8 + (int)BitConverter.ToInt64(file), 60 * 32 * sizeof(float)).Fill(0xFF);
        await File.WriteAllBytesAsync(weights, file);
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Contains("model.safetensors must give finite numbers", (await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]))).Message, StringComparison.Ordinal);
        Assert.Contains("model.safetensors must give finite numbers", (await Assert.ThrowsAsync<DependencyException>(() => test.Models.Reranker(Small).RerankAsync("red", ["shoes"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_that_are_cut_off_while_they_are_in_use_are_told_and_read_again_once_they_are_whole()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert);
        string weights = Path.Combine(test.Folder, "small", "model.safetensors");
        byte[] whole = await File.ReadAllBytesAsync(weights);
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(Small);
        Assert.Single(await generator.GenerateAsync(["red"]));
        await File.WriteAllBytesAsync(weights, whole[..100]);
        Assert.Contains("model.safetensors", (await Assert.ThrowsAsync<DependencyException>(() => generator.GenerateAsync(["red"]))).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(weights, whole);
        Assert.Equal(Expected([2, 8, 3]), (await generator.GenerateAsync(["red"]))[0].Vector.ToArray());
    }

    [Fact]
    public async Task Separators_at_the_end_of_folders_do_not_matter()
    {
        using var other = new TestLocalModels();
        other.Write("small", MadeModel.Bert);
        using var test = new TestLocalModels(new KeyValuePair<string, string?>("Perto:LanguageModels:Folder", other.Folder + Path.DirectorySeparatorChar));
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Models.Generator(new ModelName("local", "small/"));
        Assert.Equal(Expected([2, 8, 3]), (await generator.GenerateAsync(["red"]))[0].Vector.ToArray());

        // The root of the file system is a folder too.
        using var root = new TestLocalModels(new KeyValuePair<string, string?>("Perto:LanguageModels:Folder", Path.GetPathRoot(other.Folder)));
        using IEmbeddingGenerator<string, Embedding<float>> below = root.Models.Generator(
            new ModelName("local", Path.GetRelativePath(Path.GetPathRoot(other.Folder)!, Path.Combine(other.Folder, "small"))));
        Assert.Equal(Expected([2, 8, 3]), (await below.GenerateAsync(["red"]))[0].Vector.ToArray());
    }

    [Fact]
    public void A_config_that_is_not_understood_is_told_at_once()
    {
        using var test = new TestLocalModels();
        test.Write("small", MadeModel.Bert, ("config.json", MadeModel.Bert.ConfigText.Replace("\"bert\"", "\"t5\"", StringComparison.Ordinal)));
        Assert.Contains("must be one of the known architectures", Assert.Throws<DependencyException>(() => test.Models.Generator(Small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_precision_that_is_not_known_is_refused_by_its_setting()
    {
        using var test = new TestLocalModels(new KeyValuePair<string, string?>("Perto:LanguageModels:Precision", "int4"));
        test.Write("small", MadeModel.Bert);
        var refused = Assert.Throws<InvalidSettingException>(() => test.Models.Generator(Small));
        Assert.Equal(("Perto:LanguageModels:Precision", "Float32, Int8"), (refused.Setting, refused.Allowed));
    }

    private const string Modules = """[{"path":"","type":"sentence_transformers.models.Transformer"},{"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},{"path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]""";

    private const string WordPieceJson = """
        {"added_tokens":[],"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
        "pre_tokenizer":{"type":"BertPreTokenizer"},
        "post_processor":{"type":"TemplateProcessing",
        "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],
        "pair":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}},{"SpecialToken":{"id":"[SEP]","type_id":1}}],
        "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}},
        "decoder":null,"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
        "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"red":8,"shoes":9}}}
        """;

    private const string UnigramJson = """
        {"added_tokens":[],"normalizer":null,"pre_tokenizer":{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true},
        "post_processor":{"type":"TemplateProcessing",
        "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
        "pair":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}},{"Sequence":{"id":"B","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
        "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},"</s>":{"id":"</s>","ids":[2],"tokens":["</s>"]}}},
        "decoder":null,"model":{"type":"Unigram","unk_id":3,"byte_fallback":false,"vocab":[["<s>",0],["<pad>",0],["</s>",0],["<unk>",0],["\u2581red",-2],["\u2581shoes",-3]]}}
        """;

    private static float[] Pooled(MadeModel model, int[] ids)
    {
        var encoder = new SentenceEncoder(model.Encoder(), new SentenceEncoderConfig { Pooling = Pooling.FirstToken, Normalize = true });
        return encoder.Encode([MadeModel.Text(ids, new int[ids.Length])], MadeModel.OneThread)[0];
    }

    private static float[] Expected(int[] ids)
    {
        var encoder = new SentenceEncoder(MadeModel.Bert.Encoder(), new SentenceEncoderConfig());
        return encoder.Encode([MadeModel.Text(ids, new int[ids.Length])], MadeModel.OneThread)[0];
    }
}
