// Fillings that can be told apart without seeing colours, on paper too.
export type Filling = "plain" | "striped" | "dotted" | "crossed";

const SIZE = 8;

/** A colour with a pattern of the paper's own colour cut out of it. */
export function filled(colour: string, paper: string, filling: Filling): string | CanvasPattern {
  const tile = document.createElement("canvas");
  tile.width = SIZE;
  tile.height = SIZE;
  const pen = tile.getContext("2d");
  if (filling === "plain" || pen === null) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.strokeStyle = paper;
  pen.fillStyle = paper;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (filling === "dotted") pen.arc(SIZE / 2, SIZE / 2, 1.5, 0, 2 * Math.PI);
  if (filling === "striped" || filling === "crossed") rising(pen);
  if (filling === "crossed") falling(pen);
  if (filling === "dotted") pen.fill();
  else pen.stroke();
  return pen.createPattern(tile, "repeat") ?? colour;
}

// Three lines each, so that the stripes meet where two tiles do.
function rising(pen: CanvasRenderingContext2D): void {
  for (const shift of [-SIZE, 0, SIZE]) {
    pen.moveTo(shift - 1, SIZE + 1);
    pen.lineTo(shift + SIZE + 1, -1);
  }
}

function falling(pen: CanvasRenderingContext2D): void {
  for (const shift of [-SIZE, 0, SIZE]) {
    pen.moveTo(shift - 1, -1);
    pen.lineTo(shift + SIZE + 1, SIZE + 1);
  }
}
