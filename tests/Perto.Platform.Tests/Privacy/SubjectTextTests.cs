using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class SubjectTextTests
{
    private static readonly JsonSerializerOptions Escaping = new() { Encoder = JavaScriptEncoder.Default };

    [Theory]
    [InlineData("12", "user 12 watched", true)]
    [InlineData("12", "/users/12/home", true)]
    [InlineData("12", "12", true)]
    [InlineData("12", "{\"n\":312}", false)]
    [InlineData("12", "120 times", false)]
    [InlineData("12", "312 and 12", true)]
    [InlineData("ana", "banana", false)]
    [InlineData("ana", "Hana, ana", true)]
    [InlineData("a/b", "/records/a%2Fb", true)]
    [InlineData("é\"x", "{\"id\":\"\\u00E9\\\"x\"}", true)]
    [InlineData("é", "né", false)]
    [InlineData("ana", "", false)]
    [InlineData("ana", null, false)]
    public void An_id_is_found_where_it_stands_alone(string subject, string? text, bool found) => Assert.Equal(found, new SubjectText(subject).IsIn(text));

    [Fact]
    public void An_id_is_found_however_a_program_writes_it()
    {
        Gen<string> ids = Gen.NonEmptyListOf(Gen.Elements('a', 'Z', '7', 'é', '漢', '"', '/', '\\', ' ', '%', '+', '<', '-'))
            .Select(letters => string.Concat(letters)).Where(id => Encoding.UTF8.GetByteCount(id) is >= 4 and < 100);
        Check.One(Seeds.Property(300), Prop.ForAll(ids.ToArbitrary(), id =>
        {
            var text = new SubjectText(id);
            string json = JsonSerializer.Serialize(new { user = id }, PertoJson.Options);
            Assert.True(text.IsIn(json), json);
            Assert.True(text.IsIn(JsonSerializer.Serialize(new { user = id }, Escaping)));
            Assert.True(text.IsIn($"/v1/users/{Uri.EscapeDataString(id)}"));
            for (int before = 0; before < 4; before++)
                Assert.True(text.IsIn($"\"cursor\":\"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new string('.', before) + id + "!!"))}\""), id);
        }));
    }
}
