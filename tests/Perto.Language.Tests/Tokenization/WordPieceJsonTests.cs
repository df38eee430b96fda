using System.Text;
using System.Text.Json.Nodes;

namespace Perto.Language.Tests;

public sealed class WordPieceJsonTests
{
    private const string Whole = """
        {
          "version": "1.0", "truncation": null, "padding": null,
          "added_tokens": [
            {"id": 0, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
            {"id": 9, "content": "[EXTRA]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": false}],
          "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {"type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
              {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
              {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}},
              {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {}},
          "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
          "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 5,
            "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "cafe": 3, "##s": 4, "C": 5, "É": 6}}
        }
        """;

    [Fact]
    public void A_file_gives_vocabulary_settings_and_template()
    {
        WordPieceTokenizer tokenizer = Read(Whole);
        Assert.Equal([1, 3, 4, 9, 3, 0, 2], tokenizer.EncodeText("Cafés[EXTRA]café cafess").Ids);
        Assert.Equal([1, 3, 2, 3, 2], tokenizer.EncodePair("cafe", "cafe").Ids);
        Assert.Equal(8, tokenizer.Vocabulary.Count);
    }

    [Fact]
    public void The_older_form_of_the_template_and_a_model_without_type_are_read()
    {
        string json = With("post_processor", """{"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]}""");
        Assert.Equal([1, 3, 2], Read(Without(json, "model.type")).EncodeText("cafe").Ids);
    }

    [Fact]
    public void A_cased_file_keeps_capitals_and_accents() =>
        Assert.Equal([1, 5, 6, 2], Read(With("normalizer.lowercase", "false")).EncodeText("C É").Ids);

    [Theory]
    [InlineData("model.type", "\"BPE\"", "$.model.type must be \"WordPiece\"; it is \"BPE\".")]
    [InlineData("model.vocab.cafe", "-1", "$.model.vocab['cafe'] must be a whole number from 0 to 2147483647; it is -1.")]
    [InlineData("model.vocab.cafe", "1.5", "$.model.vocab['cafe'] must be a whole number from 0 to 2147483647; it is 1.5.")]
    [InlineData("model.vocab.cafe", "1e99", "$.model.vocab['cafe'] must be a whole number from 0 to 2147483647; it is 1e99.")]
    [InlineData("model.vocab.cafe", "4", "The tokens 'cafe' and '##s' have the same id 4: each needs its own.")]
    [InlineData("model.vocab", "[]", "$.model.vocab must be an object; it is [].")]
    [InlineData("model.unk_token", "\"[OOV]\"", "$.model.unk_token must be a token of $.model.vocab; it is \"[OOV]\".")]
    [InlineData("model.max_input_chars_per_word", "2147483647", "$.model.max_input_chars_per_word must be a whole number from 1 to 1000; it is 2147483647.")]
    [InlineData("normalizer", "null", "$.normalizer must be an object; it is null.")]
    [InlineData("normalizer.lowercase", "\"yes\"", "$.normalizer.lowercase must be true or false; it is \"yes\".")]
    [InlineData("pre_tokenizer.type", "\"Whitespace\"", "$.pre_tokenizer.type must be \"BertPreTokenizer\"; it is \"Whitespace\".")]
    [InlineData("post_processor.type", "\"RobertaProcessing\"", "$.post_processor.type must be \"BertProcessing\" or \"TemplateProcessing\"; it is \"RobertaProcessing\".")]
    [InlineData("post_processor.single", "[]", "$.post_processor.single[0] is missing: the array has 0 items.")]
    [InlineData("added_tokens", "[{\"content\": \"[CLS]\", \"id\": 7, \"single_word\": false, \"normalized\": false}]",
        "$.added_tokens[0].id must be 1, the id of '[CLS]' in $.model.vocab; it is 7.")]
    [InlineData("added_tokens", "[{\"content\": \"\", \"id\": 7, \"single_word\": false, \"normalized\": false}]",
        "$.added_tokens[0].content must not be empty; it is \"\".")]
    [InlineData("added_tokens", "[{\"content\": \"x\", \"id\": 7, \"single_word\": true, \"normalized\": false}]",
        "$.added_tokens[0].single_word must be false: added tokens are found inside words too; it is true.")]
    public void What_is_wrong_is_told_with_path_rule_and_value(string path, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(With(path, value))).Message);

    [Theory]
    [InlineData("model")]
    [InlineData("model.vocab")]
    [InlineData("model.unk_token")]
    [InlineData("model.continuing_subword_prefix")]
    [InlineData("normalizer.clean_text")]
    [InlineData("normalizer.strip_accents")]
    [InlineData("added_tokens")]
    [InlineData("post_processor.pair")]
    public void What_is_missing_is_named(string path) =>
        Assert.Equal($"$.{path} is missing.", Assert.Throws<InvalidDataException>(() => Read(Without(Whole, path))).Message);

    [Fact]
    public void A_template_that_is_not_of_bert_is_refused()
    {
        string json = Whole.Replace("""{"Sequence": {"id": "B", "type_id": 1}}""", """{"Sequence": {"id": "B", "type_id": 0}}""", StringComparison.Ordinal);
        Assert.StartsWith(
            "$.post_processor.pair must be the template of BERT, [CLS]:0 A:0 [SEP]:0 B:1 [SEP]:1, but is [CLS]:0 A:0 [SEP]:0 B:0 [SEP]:1;",
            Assert.Throws<InvalidDataException>(() => Read(json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"cafe\": 3", "\"cafe\": 3, \"cafe\": 3", "$.model.vocab['cafe'] names its token a second time; each token is there once; it is 3.")]
    [InlineData("\"cafe\": 3", "\"\\ud800\": 3", "$.model.vocab holds half of a surrogate pair: text must be whole characters.")]
    [InlineData("\"unk_token\": \"[UNK]\"", "\"unk_token\": \"\\udc00\"", "$.model.unk_token holds half of a surrogate pair: text must be whole characters.")]
    public void What_only_raw_json_can_hold_is_told_too(string part, string other, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(Whole.Replace(part, other, StringComparison.Ordinal))).Message);

    [Fact]
    public void A_file_cut_off_or_damaged_anywhere_is_refused_or_read_but_never_fails_otherwise()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Whole);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => WordPieceTokenizer.ReadJson(whole.AsMemory(0, length)));

        var random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                WordPieceTokenizer.ReadJson(damaged);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 2000);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Read(new string('[', 100_000)));

    private static WordPieceTokenizer Read(string json) => WordPieceTokenizer.ReadJson(Encoding.UTF8.GetBytes(json));

    private static string With(string path, string value) => Change(Whole, path, (parent, name) => parent[name] = JsonNode.Parse(value));

    private static string Without(string json, string path) => Change(json, path, (parent, name) => parent.Remove(name));

    private static string Change(string json, string path, Action<JsonObject, string> change)
    {
        JsonNode root = JsonNode.Parse(json)!;
        string[] names = path.Split('.');
        change(names[..^1].Aggregate(root.AsObject(), (parent, name) => parent[name]!.AsObject()), names[^1]);
        return root.ToJsonString();
    }
}
