using System.Text;

namespace Perto.Language.Tests;

public sealed class TokenizerJsonTests
{
    private static TokenizerFile Gpt2 => TokenizerFile.Of(GoldenTokenizer.Load("gpt2").Json);

    private static TokenizerFile Roberta => TokenizerFile.Of(GoldenTokenizer.Load("roberta").Json);

    private static TokenizerFile XlmR => TokenizerFile.Of(GoldenTokenizer.Load("xlmr").Json);

    private static TokenizerFile ModernBert => TokenizerFile.Of(GoldenTokenizer.Load("modernbert").Json);

    [Theory]
    [InlineData("gpt2")]
    [InlineData("xlmr")]
    public void A_model_without_type_is_told_by_its_members(string name)
    {
        TokenizerFile file = TokenizerFile.Of(GoldenTokenizer.Load(name).Json);
        Assert.Equal(
            file.Read().EncodeText("the dog's owner").Ids,
            file.Without("model.type").Read().EncodeText("the dog's owner").Ids);
    }

    [Fact]
    public void Word_pieces_are_read_too()
    {
        const string Json = """
            {
              "added_tokens": [],
              "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
              "pre_tokenizer": {"type": "BertPreTokenizer"},
              "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
              "model": {"unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "cafe": 3, "##s": 4}}
            }
            """;
        ITextTokenizer tokenizer = TokenizerFile.Of(Json).Read();
        Assert.IsType<WordPieceTokenizer>(tokenizer);
        Assert.Equal([1, 3, 4, 2], tokenizer.EncodeText("Cafés").Ids);
    }

    [Theory]
    [InlineData("model.type", "\"WordLevel\"", "$.model.type must be \"WordPiece\", \"BPE\" or \"Unigram\"; it is \"WordLevel\".")]
    [InlineData("model.type", "7", "$.model.type must be a string; it is 7.")]
    [InlineData("model", "{}", "$.model.vocab is missing.")]
    [InlineData("model", "null", "$.model must be an object; it is null.")]
    [InlineData("model.vocab", "[]", "$.model.vocab must be an object; it is [].")]
    [InlineData("model.vocab", "{\"a\": -1}", "$.model.vocab['a'] must be a whole number from 0 to 2147483647; it is -1.")]
    [InlineData("model.dropout", "0.1", "$.model.dropout must be null or 0: tokens that differ from time to time are for training; it is 0.1.")]
    [InlineData("model.unk_token", "\"[OOV]\"", "$.model.unk_token must be a token of $.model.vocab; it is \"[OOV]\".")]
    [InlineData("model.merges", "[\"a\"]", "$.model.merges[0] must have two parts: \"a b\" or [\"a\", \"b\"]; it is \"a\".")]
    [InlineData("model.merges", "[[\"a\", \"b\", \"c\"]]", "$.model.merges[0] must have two parts: \"a b\" or [\"a\", \"b\"]; it is [\"a\",\"b\",\"c\"].")]
    [InlineData("model.merges", "[7]", "$.model.merges[0] must be an array; it is 7.")]
    [InlineData("model.merges", "[\"a \\u6771\"]",
        "$.model.merges[0] must be made of tokens of $.model.vocab and give one: '東' is none; it is \"a \\u6771\".")]
    [InlineData("model.merges", "[\"q z\"]", "$.model.merges[0] must be made of tokens of $.model.vocab and give one: 'qz' is none; it is \"q z\".")]
    [InlineData("model.continuing_subword_prefix", "\"##\"",
        "$.model.merges[0] must have a second part that begins with '##', the continuing_subword_prefix; it is \"e r\".")]
    [InlineData("pre_tokenizer.type", "\"Whitespace\"",
        "$.pre_tokenizer.type must be one of \"ByteLevel\", \"Split\", \"Metaspace\", \"WhitespaceSplit\", \"Digits\", \"Sequence\"; it is \"Whitespace\".")]
    [InlineData("pre_tokenizer.add_prefix_space", "1", "$.pre_tokenizer.add_prefix_space must be true or false; it is 1.")]
    [InlineData("post_processor.trim_offsets", "null", "$.post_processor.trim_offsets must be true or false; it is null.")]
    [InlineData("normalizer", "{\"type\": \"Nmt\"}",
        "$.normalizer.type must be one of \"NFC\", \"NFD\", \"NFKC\", \"NFKD\", \"Lowercase\", \"StripAccents\", \"Strip\", \"Prepend\", \"Replace\", "
        + "\"Precompiled\", \"Sequence\"; it is \"Nmt\".")]
    [InlineData("normalizer", "{\"type\": \"Replace\", \"pattern\": {\"String\": \"\"}, \"content\": \"\"}", "$.normalizer.pattern.String must not be empty; it is \"\".")]
    [InlineData("normalizer", "{\"type\": \"Replace\", \"pattern\": {\"Regex\": \"(a+)+$\"}, \"content\": \"\"}",
        "$.normalizer.pattern.Regex must be the expression for words of GPT-2, GPT-4 or Qwen 2, or one character or class (\\s \\n \\r \\t \\p{L} \\p{N}) "
        + "as often as +, {2} or {2,} says; it is \"(a\\u002B)\\u002B$\".")]
    [InlineData("added_tokens.0.content", "\"\"", "$.added_tokens[0].content must not be empty; it is \"\".")]
    [InlineData("added_tokens.0.content", "\"a\"", "$.added_tokens[0].id must be 97, the id of 'a' in $.model.vocab or of the token before; it is 396.")]
    [InlineData("added_tokens.0.id", "97", "The tokens 'a' and '<|endoftext|>' have the same id 97: each needs its own.")]
    public void What_is_wrong_with_byte_pairs_is_told_with_path_rule_and_value(string path, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Gpt2.With(path, value).Read()).Message);

    [Theory]
    [InlineData("model.vocab", "[]", "$.model.vocab must not be empty; it is [].")]
    [InlineData("model.vocab", "[[\"a\"]]", "$.model.vocab[0][1] is missing: the array has 1 items.")]
    [InlineData("model.vocab", "[[\"a\", \"b\"]]", "$.model.vocab[0][1] must be a finite number; it is \"b\".")]
    [InlineData("model.vocab", "[[\"a\", 1e999]]", "$.model.vocab[0][1] must be a finite number; it is 1e999.")]
    [InlineData("model.unk_id", "null", "$.model.unk_id must be a whole number from 0 to 212; it is null.")]
    [InlineData("model.unk_id", "213", "$.model.unk_id must be a whole number from 0 to 212; it is 213.")]
    [InlineData("pre_tokenizer.pretokenizers.1.replacement", "\"😀\"",
        "$.pre_tokenizer.pretokenizers[1].replacement must be one character below U+10000; it is \"\\uD83D\\uDE00\".")]
    [InlineData("pre_tokenizer.pretokenizers.1.prepend_scheme", "\"last\"",
        "$.pre_tokenizer.pretokenizers[1].prepend_scheme must be \"always\", \"first\" or \"never\"; it is \"last\".")]
    public void What_is_wrong_with_unigrams_is_told_too(string path, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => XlmR.With(path, value).Read()).Message);

    [Theory]
    [InlineData("post_processor.single", "[]", "$.post_processor.single must have the sequence A once, and no other; it is [].")]
    [InlineData("post_processor.pair", "[{\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}]",
        "$.post_processor.pair must have the sequences A and B once each; it is [{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}].")]
    [InlineData("post_processor.pair.0", "{\"Sequence\": {\"id\": \"C\", \"type_id\": 0}}",
        "$.post_processor.pair[0].Sequence.id must be \"A\" or \"B\"; it is \"C\".")]
    [InlineData("post_processor.single.0.SpecialToken.id", "\"[X]\"", "$.post_processor.single[0].SpecialToken.id must be one of special_tokens; it is \"[X]\".")]
    [InlineData("post_processor.type", "\"Other\"",
        "$.post_processor.type must be one of \"BertProcessing\", \"RobertaProcessing\", \"TemplateProcessing\", \"ByteLevel\", \"Sequence\"; it is \"Other\".")]
    public void What_is_wrong_with_a_template_is_told_too(string path, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => ModernBert.With(path, value).Read()).Message);

    [Theory]
    [InlineData("post_processor.cls", "[\"[X]\", 0]", "$.post_processor.cls[0] must be a token of $.model.vocab or $.added_tokens; it is \"[X]\".")]
    [InlineData("post_processor.sep", "[\"</s>\", 0]", "$.post_processor.sep[1] must be 398, the id of that token in $.model.vocab or $.added_tokens; it is 0.")]
    public void Special_tokens_must_be_in_the_vocabulary(string path, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Roberta.With(path, value).Read()).Message);

    [Fact]
    public void Two_steps_that_frame_are_refused() => Assert.StartsWith(
        "$.post_processor.processors[1] must be the only step that puts special tokens around texts; it is ",
        Assert.Throws<InvalidDataException>(() => Roberta.With("post_processor",
            """
            {"type": "Sequence", "processors": [
              {"type": "BertProcessing", "cls": ["<s>", 396], "sep": ["</s>", 398]}, {"type": "BertProcessing", "cls": ["<s>", 396], "sep": ["</s>", 398]}]}
            """).Read()).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(" ", "a_b__c___d")]
    [InlineData(" +", "a_b_c_d")]
    [InlineData(" {2}", "a b_c_ d")]
    [InlineData(" {2,}", "a b_c_d")]
    [InlineData("\\\\s+", "a_b_c_d")]
    [InlineData("\\\\p{L}", "_ _  _   _")]
    [InlineData("b", "a _  c   d")]
    public void Runs_of_one_kind_are_patterns(string expression, string replaced)
    {
        ITextTokenizer tokenizer = TokenizerFile.BytePair(["a", "b", "c", "d", " ", "_"]).With("normalizer",
            $$"""{"type": "Replace", "pattern": {"Regex": "{{expression}}"}, "content": "_"}""").Read();
        Assert.Equal(replaced, string.Concat(tokenizer.Tokens("a b  c   d")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" {0}")]
    [InlineData(" {0,}")]
    [InlineData(" {,2}")]
    [InlineData(" {2,3}")]
    [InlineData(" {}")]
    [InlineData(" {,}")]
    [InlineData(" {-1}")]
    [InlineData(" {99999999999}")]
    [InlineData(" *")]
    [InlineData(" ++")]
    [InlineData("ab")]
    [InlineData("a|b")]
    [InlineData("[ab]")]
    [InlineData(".")]
    [InlineData("😀")]
    [InlineData("\\\\d")]
    [InlineData("\\\\")]
    public void Other_expressions_are_refused(string expression) => Assert.Contains(
        "$.normalizer.pattern.Regex must be the expression for words of GPT-2, GPT-4 or Qwen 2, or one character or class",
        Assert.Throws<InvalidDataException>(() => Gpt2.With("normalizer",
            $$"""{"type": "Replace", "pattern": {"Regex": "{{expression}}"}, "content": "_"}""").Read()).Message,
        StringComparison.Ordinal);

    // Each "a" becomes ten, ten times over.
    [Fact]
    public void Steps_that_would_make_a_text_explode_are_refused()
    {
        string step = """{"type": "Replace", "pattern": {"String": "a"}, "content": "aaaaaaaaaa"}""";
        Assert.StartsWith(
            "$.normalizer has steps that may make a text 1E+10 times as long; 65536 times is the most; it is ",
            Assert.Throws<InvalidDataException>(() =>
                Gpt2.With("normalizer", $$"""{"type": "Sequence", "normalizers": [{{string.Join(", ", Enumerable.Repeat(step, 10))}}]}""").Read()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_without_room_for_the_special_tokens_is_refused()
    {
        ITextTokenizer tokenizer = Roberta.Read();
        Assert.Equal([396, 398], tokenizer.EncodeText("the dog", 2).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodeText("", 1));
        Assert.Equal([396, 398, 398, 398], tokenizer.EncodePair("the", "dog", 4).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodePair("", "", 3));
    }

    [Fact]
    public void The_longer_of_a_pair_is_cut_first()
    {
        ITextTokenizer tokenizer = Roberta.Read();
        TokenizedText pair = tokenizer.EncodePair("1 2 3 4 5 6 7 8 9", "1 2", 16);
        Assert.Equal(tokenizer.EncodePair("1 2 3 4", "1 2").Ids, pair.Ids);
        Assert.Equal(tokenizer.EncodePair("1 2 3 4 5 6 7 8 9", "1 2").Ids.Length, pair.UncutLength);
        Assert.All(pair.TypeIds, type => Assert.Equal(0, type));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"model\": {\"vocab\": {}}}")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {}, \"merges\": [], \"\\udc00\": 1}}")]
    [InlineData("\uFEFF{}")]
    public void What_is_no_tokenizer_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => TokenizerJson.Read(Encoding.UTF8.GetBytes(json)));
}
