#include "textflag.h"

// func dotAVX(a, b *float64, n int) float64
// n is a multiple of 4. Four sums of four lanes, added up two by two.
TEXT ·dotAVX(SB), NOSPLIT, $0-32
	MOVQ a+0(FP), SI
	MOVQ b+8(FP), DI
	MOVQ n+16(FP), CX
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
	SUBQ $16, CX
	JLT  fours

sixteen:
	VMOVUPD (SI), Y4
	VMOVUPD 32(SI), Y5
	VMOVUPD 64(SI), Y6
	VMOVUPD 96(SI), Y7
	VMULPD (DI), Y4, Y4
	VMULPD 32(DI), Y5, Y5
	VMULPD 64(DI), Y6, Y6
	VMULPD 96(DI), Y7, Y7
	VADDPD Y4, Y0, Y0
	VADDPD Y5, Y1, Y1
	VADDPD Y6, Y2, Y2
	VADDPD Y7, Y3, Y3
	ADDQ $128, SI
	ADDQ $128, DI
	SUBQ $16, CX
	JGE  sixteen

fours:
	ADDQ $16, CX
	JZ   done

four:
	VMOVUPD (SI), Y4
	VMULPD (DI), Y4, Y4
	VADDPD Y4, Y0, Y0
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $4, CX
	JG   four

done:
	VADDPD Y1, Y0, Y0
	VADDPD Y3, Y2, Y2
	VADDPD Y2, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPD X1, X0, X0
	VUNPCKHPD X0, X0, X1
	VADDSD X1, X0, X0
	VZEROUPPER
	MOVSD X0, ret+24(FP)
	RET

// func axpyAVX(c float64, x, y *float64, n int)
TEXT ·axpyAVX(SB), NOSPLIT, $0-32
	VBROADCASTSD c+0(FP), Y0
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	MOVQ n+24(FP), CX

more:
	VMULPD (SI), Y0, Y1
	VADDPD (DI), Y1, Y1
	VMOVUPD Y1, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $4, CX
	JG   more
	VZEROUPPER
	RET

// func subtractSquaresAVX(q, mu, scale *float64, v float64, n int)
TEXT ·subtractSquaresAVX(SB), NOSPLIT, $0-40
	MOVQ q+0(FP), DI
	MOVQ mu+8(FP), SI
	MOVQ scale+16(FP), DX
	VBROADCASTSD v+24(FP), Y0
	MOVQ n+32(FP), CX

again:
	VSUBPD (SI), Y0, Y1
	VMULPD (DX), Y1, Y1
	VMULPD Y1, Y1, Y1
	VMOVUPD (DI), Y2
	VSUBPD Y1, Y2, Y2
	VMOVUPD Y2, (DI)
	ADDQ $32, SI
	ADDQ $32, DX
	ADDQ $32, DI
	SUBQ $4, CX
	JG   again
	VZEROUPPER
	RET
