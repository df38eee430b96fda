namespace Perto.Platform.Tests;

public sealed class ScopeSetTests
{
    private static readonly string[] Modules = ["vectors", "streaming", "platform"];

    [Theory]
    [InlineData("read", "vectors", Scope.Read, true)]
    [InlineData("read", "vectors", Scope.Write, false)]
    [InlineData("write", "vectors", Scope.Read, true)]
    [InlineData("admin", "platform", Scope.Write, true)]
    [InlineData("admin", "platform", Scope.Operator, false)]
    [InlineData("operator", "streaming", Scope.Admin, true)]
    [InlineData("vectors:write", "vectors", Scope.Read, true)]
    [InlineData("vectors:write", "streaming", Scope.Read, false)]
    [InlineData("vectors:admin", "vectors", Scope.Operator, false)]
    public void A_scope_includes_those_before_it_and_ends_at_its_module(string scope, string module, Scope needed, bool allowed) =>
        Assert.Equal(allowed, Set(scope).Allows(module, needed));

    [Theory]
    [InlineData("admin", "vectors:admin", true)]
    [InlineData("vectors:admin", "admin", false)]
    [InlineData("vectors:admin", "vectors:read", true)]
    [InlineData("vectors:admin", "streaming:read", false)]
    [InlineData("admin", "operator", false)]
    [InlineData("operator", "admin", true)]
    public void Nobody_covers_more_than_they_have(string mine, string other, bool covers) => Assert.Equal(covers, Set(mine).Covers(Set(other)));

    [Theory]
    [InlineData("all")]
    [InlineData("Read")]
    [InlineData("vectors:operator")]
    [InlineData("nothing:read")]
    [InlineData(":read")]
    [InlineData("vectors:")]
    [InlineData("")]
    public void What_is_no_scope_is_refused_with_those_that_there_are(string scope)
    {
        var refused = Assert.Throws<InvalidValueException>(() => Set(scope));
        Assert.Equal("scopes", refused.Field);
        Assert.Contains("platform, streaming, vectors", refused.Allowed);
    }

    [Fact]
    public void No_scope_at_all_is_refused() => Assert.Throws<InvalidValueException>(() => ScopeSet.Parse([], Modules));

    private static ScopeSet Set(params string[] scopes) => ScopeSet.Parse(scopes, Modules);
}
