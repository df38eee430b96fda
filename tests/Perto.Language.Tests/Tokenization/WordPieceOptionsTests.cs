using System.Text;

namespace Perto.Language.Tests;

public sealed class WordPieceOptionsTests
{
    [Fact]
    public void The_file_of_a_cased_model_is_read()
    {
        WordPieceOptions options = Read("""
            {"tokenizer_class":"BertTokenizer","do_lower_case":false,"strip_accents":true,"tokenize_chinese_chars":false,"unk_token":"<unk>",
            "cls_token":{"content":"<s>","lstrip":false},"sep_token":"</s>","pad_token":"<pad>","mask_token":null,"additional_special_tokens":["<a>",{"content":"<b>"}],"never_split":null}
            """);
        Assert.Equal((false, true, false), (options.LowerCase, options.StripAccents, options.SpaceIdeographs));
        Assert.Equal(("<unk>", "<s>", "</s>"), (options.UnknownToken, options.StartToken, options.SeparatorToken));
        Assert.Equal(["<pad>", "[MASK]", "<a>", "<b>"], options.KeptTokens);
    }

    [Fact]
    public void What_is_not_said_is_as_in_bert_base_uncased()
    {
        WordPieceOptions options = Read("{}"), standard = new();
        Assert.Equal(standard.KeptTokens, options.KeptTokens);
        Assert.Equal(standard with { KeptTokens = options.KeptTokens }, options);
    }

    [Theory]
    [InlineData("""{"tokenizer_class":"BertJapaneseTokenizer"}""", "tokenizer_config.json.tokenizer_class must be one of BertTokenizer")]
    [InlineData("""{"do_basic_tokenize":false}""", "do_basic_tokenize must be true")]
    [InlineData("""{"never_split":["c++"]}""", "never_split must be empty")]
    [InlineData("""{"do_lower_case":"no"}""", "do_lower_case must be true or false; it is \"no\"")]
    [InlineData("""{"unk_token":""}""", "unk_token must not be empty")]
    [InlineData("""{"cls_token":{}}""", "cls_token.content is missing")]
    [InlineData("""[]""", "tokenizer_config.json must be an object")]
    [InlineData("""{""", "tokenizer_config.json must be JSON")]
    public void What_is_not_understood_is_refused_by_name(string json, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(json)).Message, StringComparison.Ordinal);

    private static WordPieceOptions Read(string json) => WordPieceOptions.ReadConfig(Encoding.UTF8.GetBytes(json));
}
