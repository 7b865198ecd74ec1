// The kinds of line and which fields each of them asks for. Codes are those of the API.
export const kinds = {
  anteckning: { label: 'Anteckning', fields: [] },
  inkommet: { label: 'Inkommet', fields: ['from', 'channel', 'reliability'] },
  utgaende: { label: 'Utgående', fields: ['to', 'channel'] },
  beslut: { label: 'Beslut', fields: ['decidedBy', 'basis', 'reasons', 'alternatives'] },
  atgard: { label: 'Åtgärd', fields: ['assignee', 'due'] },
  uppgift: { label: 'Uppgift', fields: ['assignee', 'due', 'horizon', 'lifeDanger'] },
  kontakt: { label: 'Kontakt', fields: ['contact', 'channel', 'phone'] },
  observation: { label: 'Observation', fields: ['from', 'reliability'] },
  hanvisning: { label: 'Hänvisning', fields: ['keptAt', 'turnTo'] },
  rattelse: { label: 'Rättelse', fields: ['correctionReason'] },
};

/** The fields that are required wherever they are asked for, and what is said where one is empty. */
export const asks = {
  keptAt: 'Skriv var ärendet finns, till exempel diarienummer eller skåp.',
  turnTo: 'Skriv vem man vänder sig till.',
  correctionReason: 'Skriv varför raden rättas, till exempel felskrivning eller nya uppgifter.',
};

export const reliabilities = { bekraftad: 'bekräftad', trolig: 'trolig', obekraftad: 'obekräftad', rykte: 'rykte' };

export const horizons = { kort: 'kort sikt', lang: 'lång sikt' };

export const channels = {
  telefon: 'telefon', rakel: 'Rakel', 'e-post': 'e-post', mote: 'möte', wis: 'WIS', 'sos-alarm': 'SOS Alarm',
  annat: 'annat',
};

export const maxText = 10_000;
export const maxField = 200;
export const maxLong = 2_000;
