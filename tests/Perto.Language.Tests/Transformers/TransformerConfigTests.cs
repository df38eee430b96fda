using System.Text;
using Perto.Numerics;
using Perto.Testing;

namespace Perto.Language.Tests.Transformers;

public sealed class TransformerConfigTests
{
    [Fact]
    public void The_shape_of_a_model_is_read()
    {
        TransformerConfig config = MadeModel.Of("xlm-roberta").Config;
        Assert.Equal(TransformerArchitecture.Roberta, config.Architecture);
        Assert.Equal((32, 32, 2, 4, 64), (config.HiddenSize, config.EmbeddingSize, config.Layers, config.Heads, config.IntermediateSize));
        Assert.Equal((60, 40, 1), (config.VocabularySize, config.Positions, config.TokenTypes));
        Assert.Equal((2, 38), (config.FirstPosition, config.LongestInput));
        Assert.Equal((1e-5f, Activation.Gelu), (config.Epsilon, config.Activation));
        Assert.Equal(16, MadeModel.Of("electra").Config.EmbeddingSize);
        Assert.Equal(TransformerArchitecture.DistilBert, MadeModel.Of("distilbert").Config.Architecture);
    }

    [Theory]
    [InlineData("\"bert\"", "\"t5\"", "must be one of the known architectures: bert, electra, roberta, xlm-roberta, camembert, distilbert; it is \"t5\"")]
    [InlineData("\"absolute\"", "\"relative_key\"", "config.json.position_embedding_type must be \"absolute\"; it is \"relative_key\"")]
    [InlineData("\"gelu\"", "\"silu\"", "must be one of the known activations: gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu; it is \"silu\"")]
    [InlineData("\"num_attention_heads\":4", "\"num_attention_heads\":5", "the hidden size must be a multiple of the heads; they are 32 and 5")]
    [InlineData("\"hidden_size\":32", "\"hidden_size\":1000000", "config.json.hidden_size must be a whole number from 1 to 16384; it is 1000000")]
    [InlineData("\"hidden_size\":32", "\"hidden_size\":0", "from 1 to 16384; it is 0")]
    [InlineData("\"num_hidden_layers\":2", "\"num_hidden_layers\":\"2\"", "config.json.num_hidden_layers must be a whole number")]
    [InlineData("\"num_hidden_layers\":2,", "", "config.json.num_hidden_layers is missing")]
    [InlineData("\"layer_norm_eps\":1e-12", "\"layer_norm_eps\":-1", "config.json.layer_norm_eps must be a number from 0 to 1; it is -1")]
    [InlineData("{\"model_type\"", "{\"is_decoder\":true,\"model_type\"", "config.json.is_decoder must be false")]
    [InlineData("{\"model_type\":\"bert\",", "{", "config.json.model_type is missing")]
    [InlineData("{", "", "config.json must be JSON")]
    public void A_config_that_is_not_understood_is_refused_by_name(string right, string wrong, string message)
    {
        string text = MadeModel.Bert.ConfigText;
        Assert.Contains(right, text, StringComparison.Ordinal);
        byte[] json = Encoding.UTF8.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TransformerConfig.Read(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_that_leave_no_room_for_a_token_are_refused()
    {
        MadeModel model = MadeModel.Of("xlm-roberta") with { Positions = 2 };
        Assert.Contains("there must be positions for a token", Assert.Throws<InvalidDataException>(() => model.Config).Message, StringComparison.Ordinal);
    }
}
