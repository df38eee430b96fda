using System.Text;
using Perto.Testing;

namespace Perto.Language.Tests.Transformers;

public sealed class SafetensorsIndexTests
{
    private const string Two = """{"metadata":{"total_size":40},"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}""";

    [Fact]
    public void Tensors_of_several_files_become_one_set()
    {
        SafetensorsIndex index = Read(Two);
        Assert.Equal(["model-1.safetensors", "model-2.safetensors"], index.Files);
        TensorSet set = index.Join([.. File("a", "model-1.safetensors"), .. File("b", "model-2.safetensors")]);
        Assert.Equal(MadeWeights.Values("b", 3), set.Values("b", 3));
    }

    [Fact]
    public void A_tensor_that_is_not_where_the_index_says_is_named()
    {
        SafetensorsIndex index = Read(Two);
        var missing = Assert.Throws<InvalidDataException>(() => index.Join(File("a", "model-1.safetensors")));
        Assert.Contains("model-2.safetensors must have the tensor 'b'", missing.Message, StringComparison.Ordinal);
        var elsewhere = Assert.Throws<InvalidDataException>(() => index.Join([.. File("a", "model-2.safetensors"), .. File("b", "model-2.safetensors")]));
        Assert.Contains("it is in model-2.safetensors", elsewhere.Message, StringComparison.Ordinal);
        var twice = Assert.Throws<InvalidDataException>(() => index.Join([.. File("a", "model-1.safetensors"), .. File("a", "model-2.safetensors")]));
        Assert.Contains("'a' is also in model-1.safetensors", twice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("folder/model.safetensors")]
    [InlineData("..")]
    [InlineData("a\\b")]
    [InlineData("")]
    public void An_index_leads_to_no_other_folder(string file)
    {
        string json = $$$"""{"weight_map":{"a":{{{System.Text.Json.JsonSerializer.Serialize(file)}}}}}""";
        Assert.Contains("same folder", Assert.Throws<InvalidDataException>(() => Read(json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"weight_map":{"a":1}}""")]
    [InlineData("""{"weight_map":{"a":"x","a":"y"}}""")]
    public void What_is_no_index_is_refused(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    private static SafetensorsIndex Read(string json) => SafetensorsIndex.Read(Encoding.UTF8.GetBytes(json));

    private static IReadOnlyList<Tensor> File(string tensor, string name) => MadeModel.Read(SafetensorsWriter.Write([(tensor, [3])]), name);
}
