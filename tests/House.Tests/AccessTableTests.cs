using System.Text;
using System.Text.Json;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.House.Tests;

/// <summary>The access table: one in code, the same in docs/security.md and in what the services serve.</summary>
public sealed class AccessTableTests
{
    private const string Begin = "<!-- access table: begin (generated) -->\n";
    private const string End = "<!-- access table: end -->";

    [Fact]
    public void the_document_shows_the_table_of_the_code()
    {
        var path = Path.Combine(SourceFile.Root, "docs", "security.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length,
            text.IndexOf(End, StringComparison.Ordinal));
        var wanted = $"{text[..from]}{Table()}{text[to..]}";
        if (Environment.GetEnvironmentVariable("CIVIC_WRITE_DOCS") is "1") File.WriteAllText(path, text = wanted);
        Assert.True(text == wanted, "docs/security.md is not the code's; run CIVIC_WRITE_DOCS=1 ./civic test House");
    }

    [Fact]
    public void every_operation_names_its_row_and_its_roles()
    {
        foreach (var operation in Operation.All)
        {
            if (operation.Permission == "public")
            {
                Assert.Empty(operation.Roles);
                continue;
            }
            var row = Assert.Single(Permissions.All, row => row.Name == operation.Permission);
            Assert.Equal(row.Roles, operation.Roles);
        }
    }

    [Fact]
    public void every_row_serves_some_operation_and_has_a_name_of_its_own()
    {
        // The clock exists in Development only, and so in the documents, which come from there.
        var used = Operation.All.Select(o => o.Permission).ToHashSet();
        Assert.DoesNotContain(Permissions.All, row => !used.Contains(row.Name));
        Assert.Equal(Permissions.All.Count, Permissions.All.Select(row => row.Name).Distinct().Count());
    }

    [Fact]
    public void the_three_powers_share_nothing_but_the_list_of_divisions()
    {
        var shared = Permissions.All.Where(row => Roles.Collide([.. row.Roles])).Select(row => row.Name);
        Assert.Equal(["division.read"], shared);
    }

    [Fact]
    public void who_looks_or_approves_changes_nothing()
    {
        var writes = Operation.All.Where(o => o.Method is not "GET" && o.Permission != "public")
            .Select(o => o.Permission).ToHashSet();
        Permission[] approvals = [
            Permissions.PayoutApprove, Permissions.RefundApprove, Permissions.SharedCostApprove,
            Permissions.CaseSuspend,
        ];
        string[] lookers = [Roles.Auditor, Roles.DistrictSupervisor, Roles.FundApprover, Roles.SecurityAdmin];
        foreach (var role in lookers)
        {
            Assert.DoesNotContain(Permissions.All, row =>
                writes.Contains(row.Name) && row.Roles.Contains(role) && !approvals.Contains(row));
        }
    }

    [Fact]
    public void who_asks_for_a_payment_cannot_approve_it()
    {
        Assert.Equal([Roles.FundApprover], Permissions.PayoutApprove.Roles);
        Assert.DoesNotContain(Roles.FundApprover, Permissions.PayoutAsk.Roles);
        Assert.Equal([Roles.FundApprover], Permissions.RefundApprove.Roles);
        Assert.DoesNotContain(Roles.FundApprover, Permissions.RefundAsk.Roles);
    }

    [Fact]
    public void who_runs_the_platform_sees_no_affairs_of_an_office()
    {
        string[] allowed = ["division.read", "division.write", "division.import", "clock.move", "parked-message.read",
            "parked-message.replay"];
        foreach (var role in (string[])[Roles.PlatformAdmin, Roles.SecurityAdmin, Roles.Operations])
            Assert.Empty(Permissions.All.Where(r => r.Roles.Contains(role)).Select(r => r.Name).Except(allowed));
    }

    [Fact]
    public void the_token_command_knows_the_same_roles() => Assert.Equal(Roles.All, Cli.Tokens.Roles.All);

    private static string Table()
    {
        var operations = Operation.All.ToLookup(o => o.Permission, o => $"`{o.Method} {o.Path}`");
        var text = new StringBuilder("| 权限 | 内容 | 角色 | 操作 |\n|---|---|---|---|\n");
        foreach (var row in Permissions.All)
        {
            var roles = row.Roles.Count == Roles.All.Count ? "all roles" : string.Join(", ", row.Roles);
            text.Append($"| `{row.Name}` | {row.Title} | {roles} | {string.Join(' ', operations[row.Name])} |\n");
        }
        text.Append($"| public | 无需登录（T0） | anybody | {string.Join(' ', operations["public"])} |\n");
        return text.ToString();
    }

    /// <summary>One operation of the committed OpenAPI documents.</summary>
    private sealed record Operation(string Method, string Path, string Permission, string[] Roles)
    {
        public static IReadOnlyList<Operation> All { get; } = [.. Directory
            .EnumerateFiles(System.IO.Path.Combine(SourceFile.Root, "docs", "http"), "*.json").Order()
            .SelectMany(Read)];

        private static IEnumerable<Operation> Read(string file)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return [.. document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value
                .EnumerateObject().Select(o => new Operation(o.Name.ToUpperInvariant(), path.Name,
                    o.Value.GetProperty("x-permission").GetString()!,
                    [.. o.Value.GetProperty("x-roles").EnumerateArray().Select(r => r.GetString()!)])))];
        }
    }
}
