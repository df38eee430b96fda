using System.Text;

namespace Perto.Language.Tests.Transformers;

public sealed class SentenceEncoderConfigTests
{
    private const string Transformer = """{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"}""";
    private const string PoolingModule = """{"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"}""";
    private const string NormalizeModule = """{"idx":2,"name":"2","path":"2_Normalize","type":"sentence_transformers.models.Normalize"}""";
    private const string ClsPooling = """{"word_embedding_dimension":384,"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false,"pooling_mode_max_tokens":false}""";

    [Fact]
    public void A_folder_without_modules_pools_by_the_mean_and_normalises()
    {
        SentenceEncoderConfig config = Read([]);
        Assert.Equal((Pooling.Mean, true), (config.Pooling, config.Normalize));
        Assert.Null(config.LongestInput);
        Assert.Equal(("", ""), (config.QueryPrompt, config.DocumentPrompt));
    }

    [Fact]
    public void Modules_say_how_to_pool_and_whether_to_normalise()
    {
        SentenceEncoderConfig config = Read(new() { ["modules.json"] = $"[{Transformer},{PoolingModule},{NormalizeModule}]", ["1_Pooling/config.json"] = ClsPooling });
        Assert.Equal((Pooling.FirstToken, true), (config.Pooling, config.Normalize));
        config = Read(new() { ["modules.json"] = $"[{Transformer},{PoolingModule}]", ["1_Pooling/config.json"] = ClsPooling.Replace("cls_token\":true", "lasttoken\":true", StringComparison.Ordinal) });
        Assert.Equal((Pooling.LastToken, false), (config.Pooling, config.Normalize));
    }

    [Theory]
    [InlineData("\"cls\"", Pooling.FirstToken)]
    [InlineData("\"max\"", Pooling.Max)]
    [InlineData("\"mean\"", Pooling.Mean)]
    [InlineData("\"lasttoken\"", Pooling.LastToken)]
    [InlineData("[\"cls\"]", Pooling.FirstToken)]
    public void The_mode_of_pooling_may_be_a_name(string mode, Pooling pooling)
    {
        string config = $$"""{"embedding_dimension":384,"pooling_mode":{{mode}},"include_prompt":true}""";
        Assert.Equal(pooling, Read(new() { ["modules.json"] = $"[{Transformer},{PoolingModule}]", ["1_Pooling/config.json"] = config }).Pooling);
    }

    [Theory]
    [InlineData("sentence_bert_config.json")]
    [InlineData("sentence_roberta_config.json")]
    [InlineData("sentence_distilbert_config.json")]
    [InlineData("sentence_xlm-roberta_config.json")]
    public void The_limit_and_small_letters_stand_in_a_file_of_several_names(string name)
    {
        SentenceEncoderConfig config = Read(new() { [name] = """{"max_seq_length":128,"do_lower_case":true}""", ["tokenizer_config.json"] = """{"model_max_length":512}""" });
        Assert.Equal((128, true), (config.LongestInput, config.LowerCase));
        Assert.False(Read(new() { [name] = """{"max_seq_length":128,"do_lower_case":null}""" }).LowerCase);
    }

    [Fact]
    public void Where_no_limit_is_said_that_of_the_tokenizer_counts()
    {
        Assert.Equal(512, Read(new() { ["sentence_bert_config.json"] = """{"max_seq_length":null}""", ["tokenizer_config.json"] = """{"model_max_length":512}""" }).LongestInput);
        Assert.Null(Read(new() { ["tokenizer_config.json"] = """{"model_max_length":1000000000000000019884624838656}""" }).LongestInput);
    }

    [Fact]
    public void Texts_are_stripped_behind_their_prompt_and_made_small_where_it_is_asked_for()
    {
        Assert.Equal("q: Red\u2003Shoes", new SentenceEncoderConfig().Prepare(" q: ", "Red\u2003Shoes \t\u001F\u00A0\r\n"));
        Assert.Equal("query:", new SentenceEncoderConfig().Prepare("query: ", ""));
        Assert.Equal("", new SentenceEncoderConfig().Prepare("", " \u0085\u001C"));
        Assert.Equal("i\u0307red \u00E9", new SentenceEncoderConfig { LowerCase = true }.Prepare("", "\u0130RED \u00C9"));
    }

    [Fact]
    public void The_limit_and_the_prompts_are_read()
    {
        SentenceEncoderConfig config = Read(new()
        {
            ["sentence_bert_config.json"] = """{"max_seq_length":256,"do_lower_case":false}""",
            ["config_sentence_transformers.json"] = """{"prompts":{"query":"query: ","passage":"passage: "},"default_prompt_name":null}""",
        });
        Assert.Equal(256, config.LongestInput);
        Assert.Equal(("query: ", "passage: "), (config.QueryPrompt, config.DocumentPrompt));
        config = Read(new() { ["config_sentence_transformers.json"] = """{"prompts":{"query":"q: ","text":"t: "},"default_prompt_name":"text"}""" });
        Assert.Equal(("q: ", "t: "), (config.QueryPrompt, config.DocumentPrompt));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "[]", ClsPooling, "modules.json must have a Pooling module" },
        { "{}", ClsPooling, "modules.json must be an array" },
        { $"[{PoolingModule}]", ClsPooling, "must be Transformer for the first module" },
        { $"[{Transformer},{Transformer}]", ClsPooling, "must be Transformer for the first module, and for no other" },
        { $"[{Transformer},{NormalizeModule},{PoolingModule}]", ClsPooling, "must be one of the known modules" },
        { $$"""[{{Transformer}},{{PoolingModule}},{"path":"2_Dense","type":"sentence_transformers.models.Dense"}]""", ClsPooling, "it is \"sentence_transformers.models.Dense\"" },
        { $"[{Transformer},{PoolingModule.Replace("1_Pooling", "../secret", StringComparison.Ordinal)}]", ClsPooling, "must be the name of a folder in the model's folder" },
        { $"[{Transformer},{PoolingModule.Replace("1_Pooling", "9_Pooling", StringComparison.Ordinal)}]", ClsPooling, "9_Pooling/config.json is missing" },
        { $"[{Transformer},{PoolingModule}]", "{}", "it sets none" },
        { $"[{Transformer},{PoolingModule}]", """{"pooling_mode":"weightedmean"}""", "must be one of mean, cls, max, lasttoken" },
        { $"[{Transformer},{PoolingModule}]", """{"pooling_mode":["cls","mean"]}""", "must be one mode" },
        { $"[{Transformer},{PoolingModule}]", """{"pooling_mode":[]}""", "must be one mode" },
        { $"[{Transformer},{PoolingModule}]", """{"pooling_mode_weightedmean_tokens":true}""", "it sets pooling_mode_weightedmean_tokens" },
        { $"[{Transformer},{PoolingModule}]", """{"pooling_mode_cls_token":true,"pooling_mode_max_tokens":true}""", "it sets pooling_mode_cls_token, pooling_mode_max_tokens" },
        { $"[{Transformer},{PoolingModule}]", """{"pooling_mode_cls_token":true,"include_prompt":false}""", "include_prompt must be true" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_not_understood_is_refused_by_name(string modules, string pooling, string message)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Read(new() { ["modules.json"] = modules, ["1_Pooling/config.json"] = pooling }));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_prompt_that_is_not_there_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Read(new() { ["config_sentence_transformers.json"] = """{"prompts":{},"default_prompt_name":"query"}""" }));

    private static SentenceEncoderConfig Read(Dictionary<string, string> files) =>
        SentenceEncoderConfig.Read(path => files.TryGetValue(path, out string? text) ? Encoding.UTF8.GetBytes(text) : default(ReadOnlyMemory<byte>?));
}
