using System.Runtime.CompilerServices;
using CivicPlatform.Kernel;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>Collects what is wrong with the shape of a body, so that a caller sees all of it at once (400).</summary>
public sealed class ShapeCheck
{
    private readonly List<Finding> _findings = [];

    /// <summary>The refusal, or null when the shape is right.</summary>
    public Error? Error => _findings.Count == 0
        ? null
        : Kernel.Error.Invalid("request.invalid", "填写内容有误") with { Findings = _findings };

    /// <summary>A required text of at most <paramref name="max"/> characters that is not blank.</summary>
    public ShapeCheck Text(string? value, int max, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (string.IsNullOrWhiteSpace(value)) Add(field, "text.required", "必填");
        else if (value.Length > max) Add(field, "text.too_long", $"不得超过 {max} 个字符");
        return this;
    }

    /// <summary>Null, or a text of at most <paramref name="max"/> characters.</summary>
    public ShapeCheck OptionalText(string? value, int max, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is { Length: var length } && length > max) Add(field, "text.too_long", $"不得超过 {max} 个字符");
        return this;
    }

    /// <summary>One of a closed list of codes.</summary>
    public ShapeCheck Code(
        string? value, IReadOnlyCollection<string> codes, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is null || !codes.Contains(value)) Add(field, "code.unknown", $"应为 {string.Join('、', codes)} 之一");
        return this;
    }

    /// <summary>A division code; with <paramref name="street"/> at least a street's.</summary>
    public ShapeCheck Division(
        string? value, bool street = true, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (!DivisionCode.TryParse(value, out var code) || (street && !code.HasStreet))
            Add(field, "division.malformed", street ? "应为 9 位或 12 位区划代码" : "应为 2、4、6、9 或 12 位区划代码");
        return this;
    }

    /// <summary>The SHA-256 of a paper that stays with the office.</summary>
    public ShapeCheck Hash(string? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        That(Sha256Text.IsHash(value), field, "hash.malformed", Sha256Text.Form);

    /// <summary>Null, or such a hash.</summary>
    public ShapeCheck OptionalHash(string? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value is null ? this : Hash(value, field);

    /// <summary>Rows of a page: 1 to 200, or left out.</summary>
    public ShapeCheck Limit(int? limit) => That(
        limit is null or (>= 1 and <= Page.MaxLimit), "limit", "limit.out_of_range", $"应为 1 至 {Page.MaxLimit}");

    /// <summary>Anything else that must hold.</summary>
    public ShapeCheck That(bool holds, string field, string code, string detail)
    {
        if (!holds) Add(field, code, detail);
        return this;
    }

    // "request.Place.Building" is the caller's expression; the JSON name is "place.building". A name that the caller
    // wrote himself starts with no such word and stays whole.
    private void Add(string field, string code, string detail)
    {
        var parts = field.Split('.');
        var names = parts[0].TrimEnd('?', '!') is "request" or "query" or "filter" ? parts[1..] : parts;
        var json = names.Select(n => n.Trim('?', '!')).Select(n => char.ToLowerInvariant(n[0]) + n[1..]);
        _findings.Add(new Finding(code, detail, string.Join('.', json)));
    }
}
