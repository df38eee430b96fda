using System.Text;
using System.Text.Json.Nodes;

namespace Perto.Language.Tests;

/// <summary>A tokenizer.json in the making.</summary>
internal sealed class TokenizerFile
{
    private readonly JsonObject _root;

    private TokenizerFile(JsonObject root) => _root = root;

    /// <summary>Byte-pair encoding: the tokens have their places as ids.</summary>
    public static TokenizerFile BytePair(string[] tokens, params string[] merges) => new(new JsonObject
    {
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = new JsonObject(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id))),
            ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]),
        },
    });

    /// <summary>A unigram model whose unknown token is the first.</summary>
    public static TokenizerFile Unigram(params (string Token, double Score)[] pieces) => new(new JsonObject
    {
        ["model"] = new JsonObject
        {
            ["type"] = "Unigram",
            ["unk_id"] = 0,
            ["vocab"] = new JsonArray([.. pieces.Select(piece => new JsonArray(piece.Token, piece.Score))]),
        },
    });

    public static TokenizerFile Of(string json) => new(JsonNode.Parse(json)!.AsObject());

    /// <summary>The same with another value at a path such as "model.unk_token"; a name may be an index.</summary>
    public TokenizerFile With(string path, string json) => Change(path, (parent, name) =>
    {
        if (parent is JsonArray list)
            list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        else
            parent[name] = JsonNode.Parse(json);
    });

    /// <summary>The same without what is at a path.</summary>
    public TokenizerFile Without(string path) => Change(path, (parent, name) => parent.AsObject().Remove(name));

    public ITextTokenizer Read() => TokenizerJson.Read(Encoding.UTF8.GetBytes(_root.ToJsonString()));

    private TokenizerFile Change(string path, Action<JsonNode, string> change)
    {
        var copy = (JsonObject)_root.DeepClone();
        string[] names = path.Split('.');
        JsonNode parent = names[..^1].Aggregate((JsonNode)copy, (node, name) =>
            node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!);
        change(parent, names[^1]);
        return new TokenizerFile(copy);
    }
}
