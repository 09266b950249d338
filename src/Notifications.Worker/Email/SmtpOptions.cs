using System.ComponentModel.DataAnnotations;
using System.Net.Mail;

namespace CivicPlatform.Notifications.Email;

/// <summary>Section <c>Smtp</c>; without a host the e-mail channel is off.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    public string? Host { get; set; }

    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>Sender address, such as <c>notice@street.example</c>.</summary>
    public string From { get; set; } = "";

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>STARTTLS is demanded; false only for a relay on the same machine.</summary>
    public bool StartTls { get; set; } = true;

    /// <summary>Whole conversation with the mail server.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsConfigured) yield break;
        if (!MailAddress.TryCreate(From, out _)) yield return new ValidationResult("Smtp:From is not an address.");
        if (!StartTls && UserName is { Length: > 0 })
            yield return new ValidationResult("Smtp:UserName needs Smtp:StartTls; a password never travels in clear.");
    }
}
